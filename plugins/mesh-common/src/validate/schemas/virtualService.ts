import {
  boolean,
  int32,
  list,
  map,
  nullable,
  object,
  oneOf,
  since,
  text,
  uint32,
} from '../schema/build';
import type { Fields } from '../schema/node';
import {
  destination,
  labels,
  percent,
  stringMatch,
  texts,
  timeout,
} from './shared';

const changes = object({ add: labels, remove: texts, set: labels });
const headers = object({ request: changes, response: changes });

const corsPolicy = object({
  allowCredentials: nullable(boolean),
  allowHeaders: texts,
  allowMethods: texts,
  allowOrigin: texts,
  allowOrigins: list(stringMatch),
  exposeHeaders: texts,
  maxAge: timeout,
  unmatchedPreflights: oneOf('UNSPECIFIED', 'FORWARD', 'IGNORE'),
});

const directResponse = object(
  {
    body: object(
      { bytes: text({ format: 'byte' }), string: text() },
      { choices: [['string', 'bytes']] },
    ),
    status: uint32(),
  },
  { required: ['status'] },
);

const abort = object(
  {
    grpcStatus: text(),
    http2Error: text(),
    httpStatus: int32(),
    percentage: percent,
  },
  { choices: [['httpStatus', 'grpcStatus', 'http2Error']] },
);

const delay = object(
  {
    exponentialDelay: timeout,
    fixedDelay: timeout,
    percent: int32(),
    percentage: percent,
  },
  { choices: [['fixedDelay', 'exponentialDelay']] },
);

const httpMatch = object({
  authority: stringMatch,
  gateways: texts,
  headers: map(stringMatch),
  ignoreUriCase: boolean,
  method: stringMatch,
  name: text(),
  port: uint32(),
  queryParams: map(stringMatch),
  scheme: stringMatch,
  sourceLabels: labels,
  sourceNamespace: text(),
  statPrefix: text(),
  uri: stringMatch,
  withoutHeaders: map(stringMatch),
});

const redirect = object(
  {
    authority: text(),
    derivePort: oneOf('FROM_PROTOCOL_DEFAULT', 'FROM_REQUEST_PORT'),
    port: uint32(),
    prefixRewrite: since('1.31', text()),
    redirectCode: uint32(),
    scheme: text(),
    uri: text(),
  },
  { choices: [['port', 'derivePort']] },
);

const retries = object({
  attempts: int32(),
  backoff: timeout,
  perTryTimeout: timeout,
  retryIgnorePreviousHosts: nullable(boolean),
  retryOn: text(),
  retryRemoteLocalities: nullable(boolean),
});

const weighted: Fields = { destination, weight: int32() };

const httpRoute = object({
  corsPolicy,
  delegate: object({ name: text(), namespace: text() }),
  directResponse,
  fault: object({ abort, delay }),
  headers,
  match: list(httpMatch),
  mirror: destination,
  mirror_percent: nullable(uint32()),
  mirrorPercent: nullable(uint32()),
  mirrorPercentage: percent,
  mirrors: list(
    object({ destination, percentage: percent }, { required: ['destination'] }),
  ),
  name: text(),
  redirect,
  retries,
  rewrite: object({
    authority: text(),
    uri: text(),
    uriRegexRewrite: object({ match: text(), rewrite: text() }),
  }),
  route: list(object({ ...weighted, headers }, { required: ['destination'] })),
  timeout,
});

const route = list(object(weighted, { required: ['destination'] }));

const connection: Fields = {
  destinationSubnets: texts,
  gateways: texts,
  port: uint32(),
  sourceLabels: labels,
  sourceNamespace: text(),
};

export const virtualService = object({
  exportTo: texts,
  gateways: texts,
  hosts: texts,
  http: list(httpRoute),
  tcp: list(
    object({
      match: list(object({ ...connection, sourceSubnet: text() })),
      route,
    }),
  ),
  tls: list(
    object(
      {
        match: list(
          object(
            { ...connection, sniHosts: texts },
            { required: ['sniHosts'] },
          ),
        ),
        route,
      },
      { required: ['match'] },
    ),
  ),
});
