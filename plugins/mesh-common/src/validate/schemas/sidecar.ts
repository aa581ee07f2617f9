import { list, object, oneOf, text, uint32 } from '../schema/build';
import { connectionPool } from './connectionPool';
import { serverTls } from './gateway';
import { destination, texts, workloadSelector } from './shared';

const port = object({
  name: text(),
  number: uint32(),
  protocol: text(),
  targetPort: uint32(),
});

const captureMode = oneOf('DEFAULT', 'IPTABLES', 'NONE');

export const sidecar = object({
  egress: list(
    object(
      { bind: text(), captureMode, hosts: texts, port },
      { required: ['hosts'] },
    ),
  ),
  inboundConnectionPool: connectionPool,
  ingress: list(
    object(
      {
        bind: text(),
        captureMode,
        connectionPool,
        defaultEndpoint: text(),
        port,
        tls: serverTls,
      },
      { required: ['port'] },
    ),
  ),
  outboundTrafficPolicy: object({
    egressProxy: destination,
    mode: oneOf('REGISTRY_ONLY', 'ALLOW_ANY'),
  }),
  workloadSelector,
});
