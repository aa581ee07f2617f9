import {
  boolean,
  fraction,
  int32,
  list,
  map,
  nullable,
  object,
  oneOf,
  since,
  text,
  uint32,
  uint64,
} from '../schema/build';
import type { Fields } from '../schema/node';
import { connectionPool } from './connectionPool';
import {
  duration,
  labels,
  portNumber,
  selector,
  texts,
  timeout,
} from './shared';

const hashKeys: Fields = {
  httpHeaderName: text(),
  httpCookie: object(
    {
      attributes: list(
        object({ name: text(), value: text() }, { required: ['name'] }),
      ),
      name: text(),
      path: text(),
      ttl: duration,
    },
    { required: ['name'] },
  ),
  useSourceIp: boolean,
  httpQueryParameterName: text(),
};

const rings: Fields = {
  ringHash: object({ minimumRingSize: uint64() }),
  maglev: object({ tableSize: uint64() }),
};

const consistentHash = object(
  { ...hashKeys, ...rings, minimumRingSize: uint64() },
  { choices: [Object.keys(hashKeys), Object.keys(rings)] },
);

const failover = list(object({ from: text(), to: text() }));

const localityLbSetting = object({
  distribute: list(object({ from: text(), to: map(uint32()) })),
  enabled: nullable(boolean),
  failover,
  failoverPriority: texts,
});

const zoneAwareLbSetting = object({
  enabled: nullable(boolean),
  failover,
  failoverPriority: texts,
  minClusterSize: nullable(uint32({ min: 1 })),
});

const warmup = object(
  {
    aggression: nullable(fraction({ min: 0 })),
    duration: timeout,
    minimumPercent: nullable(fraction({ min: 0, max: 100 })),
  },
  { required: ['duration'] },
);

const backendUtilization = object({
  errorUtilizationPenaltyPercent: uint32(),
  metricNamesForComputingUtilization: texts,
  weightExpirationPeriod: duration,
  weightStabilizationPeriod: duration,
  weightUpdatePeriod: duration,
});

const balancers: Fields = {
  simple: oneOf(
    'UNSPECIFIED',
    'LEAST_CONN',
    'RANDOM',
    'PASSTHROUGH',
    'ROUND_ROBIN',
    'LEAST_REQUEST',
  ),
  consistentHash,
  backendUtilization: since('1.32', backendUtilization),
};

const loadBalancer = object(
  {
    ...balancers,
    localityLbSetting,
    warmup,
    warmupDurationSecs: timeout,
    zoneAwareLbSetting: since('1.31', zoneAwareLbSetting),
  },
  { choices: [Object.keys(balancers)] },
);

const outlierDetection = object({
  baseEjectionTime: timeout,
  consecutive5xxErrors: nullable(uint32()),
  consecutiveErrors: int32(),
  consecutiveGatewayErrors: nullable(uint32()),
  consecutiveLocalOriginFailures: nullable(uint32()),
  failurePercentageThreshold: since('1.32', nullable(uint32({ max: 100 }))),
  interval: timeout,
  maxEjectionPercent: int32(),
  minHealthPercent: int32(),
  outlierDetectionHttpErrorCodes: since(
    '1.31',
    list(uint32({ min: 100, max: 599 })),
  ),
  splitExternalLocalOriginErrors: boolean,
});

const tls = object({
  caCertCredentialName: since('1.32', text()),
  caCertificates: text(),
  caCrl: text(),
  clientCertificate: text(),
  credentialName: text(),
  insecureSkipVerify: nullable(boolean),
  mode: oneOf('DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'),
  privateKey: text(),
  sni: text(),
  subjectAltNames: texts,
});

const policy: Fields = { connectionPool, loadBalancer, outlierDetection, tls };

const trafficPolicy = object({
  ...policy,
  portLevelSettings: list(object({ ...policy, port: portNumber }), {
    max: 4096,
  }),
  proxyProtocol: object({ version: oneOf('V1', 'V2') }),
  retryBudget: object({
    budgetInterval: since('1.31', duration),
    minRetryConcurrency: uint32(),
    percent: nullable(fraction({ min: 0, max: 100 })),
  }),
  tunnel: object(
    { protocol: text(), targetHost: text(), targetPort: uint32() },
    { required: ['targetHost', 'targetPort'] },
  ),
});

export const destinationRule = object(
  {
    exportTo: texts,
    host: text(),
    subsets: list(
      object({ labels, name: text(), trafficPolicy }, { required: ['name'] }),
    ),
    trafficPolicy,
    workloadSelector: selector,
  },
  { required: ['host'] },
);
