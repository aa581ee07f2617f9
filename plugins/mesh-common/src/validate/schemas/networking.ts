import { toRecords, toTexts } from '../../evaluate/readJson';
import {
  list,
  map,
  number,
  object,
  oneOf,
  text,
  type Rule,
  type Schema,
} from '../schema';
import { headerName, port, selector } from './shared';

const warmup = object(
  {
    duration: text(),
    minimumPercent: number({ min: 0, max: 100, fraction: true }),
    aggression: number({ min: 1, fraction: true }),
  },
  { required: ['duration'] },
);

export const destinationRule: Schema = object(
  {
    host: text(),
    trafficPolicy: object({ loadBalancer: object({ warmup }) }),
  },
  { required: ['host'] },
);

const ofWaypoint: Rule<Record<string, unknown>> = match => {
  const others = ['listener', 'routeConfiguration', 'cluster'];
  const fits =
    match.context === 'WAYPOINT'
      ? others.every(name => match[name] === undefined)
      : match.waypoint === undefined;
  return !fits && 'only support waypointMatch when context is WAYPOINT';
};

export const envoyFilter: Schema = object({
  configPatches: list(
    object({
      match: object(
        { waypoint: object({ portNumber: port }) },
        { rules: [ofWaypoint] },
      ),
    }),
  ),
});

export const proxyConfig: Schema = object({
  selector,
  concurrency: number({ min: 0 }),
  image: object({ imageType: text() }),
  environmentVariables: map(text()),
});

const namedPorts = map(port, {
  rules: [
    ports =>
      !Object.keys(ports).every(name =>
        /^[a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/.test(name),
      ) && 'port name must be valid',
  ],
});

const UDS = 'unix://';

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

const withoutPorts: Rule<Record<string, unknown>> = entry =>
  typeof entry.address === 'string' &&
  entry.address.startsWith(UDS) &&
  entry.ports !== undefined &&
  'UDS may not include ports';

const endpoint = { address, ports: namedPorts, labels: map(text()) };

export const workloadEntry: Schema = object(endpoint, {
  rules: [
    entry =>
      entry.address === undefined &&
      entry.network === undefined &&
      'Address is required',
    withoutPorts,
  ],
});

export const workloadGroup: Schema = object(
  {
    template: object(endpoint, { rules: [withoutPorts] }),
    probe: object({
      tcpSocket: object({ port }),
      httpGet: object({
        port,
        httpHeaders: list(object({ name: headerName, value: text() })),
      }),
    }),
  },
  { required: ['template'] },
);

const numbersOnce: Rule<unknown[]> = ports => {
  const numbers = toRecords(ports).map(entry => entry.number);
  return (
    new Set(numbers).size < numbers.length && 'port number cannot be duplicated'
  );
};

const entryRules: Rule<Record<string, unknown>>[] = [
  spec =>
    spec.workloadSelector !== undefined &&
    spec.endpoints !== undefined &&
    'only one of WorkloadSelector or Endpoints can be set',
  spec =>
    toTexts(spec.addresses).some(value => value.includes('/')) &&
    !['NONE', 'STATIC'].includes(String(spec.resolution ?? 'NONE')) &&
    'CIDR addresses are allowed only for NONE/STATIC resolution types',
  spec =>
    (spec.resolution ?? 'NONE') === 'NONE' &&
    spec.endpoints !== undefined &&
    'NONE mode cannot set endpoints',
  spec =>
    spec.resolution === 'DNS_ROUND_ROBIN' &&
    Array.isArray(spec.endpoints) &&
    spec.endpoints.length > 1 &&
    'DNS_ROUND_ROBIN mode cannot have multiple endpoints',
];

const wildcardFree: Rule<Record<string, unknown>> = labels =>
  Object.values(labels).some(value => String(value).includes('*')) &&
  'wildcard is not supported in selector';

export const serviceEntry: Schema = object(
  {
    hosts: list(
      text({
        rules: [value => value === '*' && 'hostname cannot be wildcard'],
      }),
    ),
    addresses: list(text({ max: 64 })),
    ports: list(
      object(
        { number: port, targetPort: port, name: text() },
        { required: ['number', 'name'] },
      ),
      { unique: 'name', rules: [numbersOnce] },
    ),
    location: oneOf('MESH_EXTERNAL', 'MESH_INTERNAL'),
    resolution: oneOf(
      'NONE',
      'STATIC',
      'DNS',
      'DNS_ROUND_ROBIN',
      'DYNAMIC_DNS',
    ),
    endpoints: list(object(endpoint, { rules: [withoutPorts] })),
    workloadSelector: object({
      labels: map(text(), { rules: [wildcardFree] }),
    }),
    exportTo: list(text()),
    subjectAltNames: list(text()),
  },
  { required: ['hosts'], rules: entryRules },
);
