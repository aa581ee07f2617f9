import { int32, list, map, object, text, uint32 } from '../schema/build';
import type { Fields, Json, Rule } from '../schema/node';
import { labels, port } from './shared';

const UDS = 'unix://';

const portName = /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;

const address = text({
  max: 256,
  rules: [
    value =>
      value.startsWith(UDS) &&
      !/^[@/]/.test(value.slice(UDS.length)) &&
      'UDS must be an absolute path or abstract socket',
    value =>
      value.startsWith(UDS) && value.endsWith('/') && 'UDS may not be a dir',
  ],
});

const ports = map(port, {
  max: 128,
  rules: [
    given =>
      !Object.keys(given).every(
        name => name.length < 63 && portName.test(name),
      ) && 'port name must be valid',
  ],
});

const fields: Fields = {
  address,
  labels: { ...labels, max: 256 },
  locality: text({ max: 2048 }),
  network: text({ max: 2048 }),
  ports,
  serviceAccount: text({ max: 253 }),
  weight: uint32(),
};

const withAddress: Rule<Json> = entry =>
  entry.address === undefined &&
  entry.network === undefined &&
  'Address is required';

const withoutPorts: Rule<Json> = entry =>
  typeof entry.address === 'string' &&
  entry.address.startsWith(UDS) &&
  entry.ports !== undefined &&
  'UDS may not include ports';

export const workloadEntry = object(fields, {
  rules: [withAddress, withoutPorts],
});

const probe = object(
  {
    exec: object(
      { command: list(text({ min: 1 })) },
      { required: ['command'] },
    ),
    failureThreshold: int32({ min: 0 }),
    grpc: object({ port, service: text() }),
    httpGet: object(
      {
        host: text(),
        httpHeaders: list(
          object({
            name: text({ pattern: /^[-_A-Za-z0-9]+$/ }),
            value: text(),
          }),
        ),
        path: text(),
        port,
        scheme: text({
          rules: [
            value =>
              !['', 'HTTP', 'HTTPS'].includes(value) &&
              'scheme must be one of [HTTP, HTTPS]',
          ],
        }),
      },
      { required: ['port'] },
    ),
    initialDelaySeconds: int32({ min: 0 }),
    periodSeconds: int32({ min: 0 }),
    successThreshold: int32({ min: 0 }),
    tcpSocket: object({ host: text(), port }, { required: ['port'] }),
    timeoutSeconds: int32({ min: 0 }),
  },
  { choices: [['httpGet', 'tcpSocket', 'exec', 'grpc']] },
);

const records = map(text(), { max: 256 });

export const workloadGroup = object(
  {
    metadata: object({ annotations: records, labels: records }),
    probe,
    template: object(fields, { rules: [withoutPorts] }),
  },
  { required: ['template'] },
);
