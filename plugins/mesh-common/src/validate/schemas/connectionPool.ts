import { boolean, int32, object, oneOf, since, uint32 } from '../schema/build';
import { duration, timeout } from './shared';

const http = object({
  h2UpgradePolicy: oneOf('DEFAULT', 'DO_NOT_UPGRADE', 'UPGRADE'),
  http1MaxPendingRequests: int32(),
  http2KeepAlive: since('1.31', object({ interval: timeout, timeout })),
  http2MaxRequests: int32(),
  idleTimeout: timeout,
  maxConcurrentStreams: int32(),
  maxRequestsPerConnection: int32(),
  maxRetries: int32(),
  useClientProtocol: boolean,
});

const tcp = object({
  connectTimeout: timeout,
  idleTimeout: duration,
  maxConnectionDuration: timeout,
  maxConnections: int32(),
  tcpKeepalive: object({
    interval: timeout,
    probes: uint32(),
    time: timeout,
  }),
});

/** Limits of connections, of DestinationRules and Sidecars. */
export const connectionPool = object({ http, tcp });
