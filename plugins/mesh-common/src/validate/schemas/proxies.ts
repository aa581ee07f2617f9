import {
  anything,
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
import type { Fields, Json, Rule } from '../schema/node';
import {
  atMostOne,
  labels,
  port,
  selector,
  targetRefs,
  workloadSelector,
} from './shared';

const filter = object({ name: text(), subFilter: object({ name: text() }) });

const listener = object({
  filterChain: object({
    applicationProtocols: text(),
    destinationPort: uint32(),
    filter,
    name: text(),
    sni: text(),
    transportProtocol: text(),
    transportSocket: since('1.32', text()),
  }),
  listenerFilter: text(),
  name: text(),
  portName: text(),
  portNumber: uint32(),
});

const routeConfiguration = object({
  gateway: text(),
  name: text(),
  portName: text(),
  portNumber: uint32(),
  vhost: object({
    domainName: text(),
    name: text(),
    route: object({
      action: oneOf('ANY', 'ROUTE', 'REDIRECT', 'DIRECT_RESPONSE'),
      name: text(),
    }),
  }),
});

const objects: Fields = {
  listener,
  routeConfiguration,
  cluster: object({
    name: text(),
    portNumber: uint32(),
    service: text(),
    subset: text(),
  }),
  waypoint: object({
    filter,
    portNumber: port,
    route: object({ name: text() }),
  }),
};

const ofWaypoint: Rule<Json> = match =>
  (match.context === 'WAYPOINT') !== (match.waypoint !== undefined) &&
  'only support waypointMatch when context is WAYPOINT';

const match = object(
  {
    ...objects,
    context: oneOf(
      'ANY',
      'SIDECAR_INBOUND',
      'SIDECAR_OUTBOUND',
      'GATEWAY',
      'WAYPOINT',
    ),
    proxy: object({ metadata: labels, proxyVersion: text() }),
  },
  { choices: [Object.keys(objects)], rules: [ofWaypoint] },
);

const configPatch = object({
  applyTo: oneOf(
    'INVALID',
    'LISTENER',
    'FILTER_CHAIN',
    'NETWORK_FILTER',
    'HTTP_FILTER',
    'ROUTE_CONFIGURATION',
    'VIRTUAL_HOST',
    'HTTP_ROUTE',
    'CLUSTER',
    'EXTENSION_CONFIG',
    'BOOTSTRAP',
    'LISTENER_FILTER',
  ),
  match,
  patch: object({
    filterClass: oneOf('UNSPECIFIED', 'AUTHN', 'AUTHZ', 'STATS'),
    operation: oneOf(
      'INVALID',
      'MERGE',
      'ADD',
      'REMOVE',
      'INSERT_BEFORE',
      'INSERT_AFTER',
      'INSERT_FIRST',
      'REPLACE',
      'MERGE_AND_REPLACE_LIST',
    ),
    value: anything,
  }),
});

export const envoyFilter = object(
  {
    configPatches: list(configPatch),
    priority: int32(),
    targetRefs,
    workloadSelector,
  },
  {
    rules: [
      atMostOne(
        ['workloadSelector', 'targetRefs'],
        'only one of targetRefs or workloadSelector can be set',
      ),
    ],
  },
);

export const proxyConfig = object({
  concurrency: nullable(int32({ min: 0 })),
  environmentVariables: map(text({ max: 2048 })),
  image: object({ imageType: text() }),
  selector,
});
