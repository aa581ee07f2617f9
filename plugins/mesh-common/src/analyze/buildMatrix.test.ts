import type { JsonObject } from '@backstage/types';
import fc from 'fast-check';
import { indexWorld } from '../evaluate';
import type { MeshObject } from '../objects/types';
import {
  allow,
  network,
  object,
  options,
  workload,
} from './__testUtils__/objects';
import { askPort, createRequest } from './askPort';
import { buildMatrix } from './buildMatrix';
import { createWorkloadViews } from './createWorkloadViews';
import { Reachability } from './Reachability';

const ids = ['shop/web', 'shop/api', 'data/db', 'data/job', 'edge/gate'];

const operation = fc.constantFrom<JsonObject>(
  {},
  {},
  { methods: ['GET'] },
  { paths: ['/items/{*}'], methods: ['POST'] },
);
const allowing = fc
  .tuple(fc.constantFrom(...ids), fc.subarray(ids), operation)
  .map(([id, callers, limits]) => allow(id, callers, limits));
const connecting = fc
  .tuple(fc.constantFrom(...ids), fc.subarray(ids), fc.subarray(ids))
  .map(([id, from, to]) => network(id, { from, to }));
const others = fc.constantFrom(
  object('NetworkPolicy shop/deny', { podSelector: {} }),
  object('NetworkPolicy data/deny', {
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
  }),
  object('NetworkPolicy shop/block', {
    podSelector: { matchLabels: { app: 'api' } },
    ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
  }),
  object('NetworkPolicy shop/wide', {
    podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
    ingress: [{ from: [{ namespaceSelector: {} }] }],
  }),
  object('AuthorizationPolicy shop/nothing', {}),
  object('AuthorizationPolicy istio-system/guard', {
    action: 'DENY',
    rules: [{ from: [{ source: { namespaces: ['edge'] } }] }],
  }),
  object('AuthorizationPolicy data/anybody', {
    rules: [{ to: [{ operation: { ports: ['8080'] } }] }],
  }),
  object('PeerAuthentication shop/default', { mtls: { mode: 'STRICT' } }),
  object('DestinationRule shop/api', {
    host: 'api.shop.svc.cluster.local',
    trafficPolicy: { tls: { mode: 'DISABLE' } },
  }),
);
const worlds = fc
  .tuple(
    fc.uniqueArray(allowing, {
      selector: ({ metadata }) => metadata.name + metadata.namespace,
    }),
    fc.uniqueArray(connecting, {
      selector: ({ metadata }) => metadata.name + metadata.namespace,
    }),
    fc.uniqueArray(others, { maxLength: 4 }),
    fc.subarray(ids),
    fc.subarray(ids),
  )
  .map(([rules, connections, more, outside, tcp]) => [
    ...rules,
    ...connections,
    ...more,
    ...ids.flatMap(id =>
      workload(id, {
        proxy: !outside.includes(id),
        protocol: tcp.includes(id) ? 'tcp' : 'http',
      }),
    ),
  ]);

function examine(objects: MeshObject[]) {
  const world = indexWorld(objects, options);
  const workloads = createWorkloadViews(objects);
  const matrix = buildMatrix(world, workloads);
  return { world, workloads, matrix };
}

describe('buildMatrix', () => {
  it('finds what asking about every pair finds', () => {
    let [edges, open] = [0, 0];
    fc.assert(
      fc.property(worlds, objects => {
        const { world, workloads, matrix } = examine(objects);
        const reach = new Reachability(matrix, { world, workloads });
        edges += matrix.edges.length;
        open += matrix.open.length;
        for (const from of workloads) {
          for (const to of workloads) {
            for (const port of to.ports) {
              const { verdict } = askPort(world, createRequest(from, to, port));
              const expected = from !== to && verdict.decision !== 'deny';
              const edge = { from: from.key, to: to.key, port: port.port };
              expect({ ...edge, is: reach.has(edge) }).toEqual({
                ...edge,
                is: expected,
              });
            }
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(edges).toBeGreaterThan(500);
    expect(open).toBeGreaterThan(100);
  });

  it('says which operations an edge is limited to', () => {
    const objects = [
      ...workload('shop/web'),
      ...workload('shop/api'),
      allow('shop/api', ['shop/web'], { methods: ['GET'], paths: ['/items'] }),
    ];
    expect(examine(objects).matrix.edges).toEqual([
      {
        from: 'shop/web',
        to: 'shop/api',
        port: 8080,
        access: 'operations',
        operations: {
          allowed: [{ methods: ['GET'], paths: ['/items'] }],
          denied: [],
        },
        mtls: 'mutual-tls',
      },
    ]);
  });

  it('names what else has to hold', () => {
    const objects = [
      ...workload('shop/web'),
      ...workload('shop/api'),
      object('AuthorizationPolicy shop/api', {
        rules: [
          {
            to: [{ operation: { methods: ['GET'] } }],
            when: [{ key: 'request.headers[x-role]', values: ['admin'] }],
          },
        ],
      }),
    ];
    const { matrix } = examine(objects);
    const edge = matrix.edges.find(({ to }) => to === 'shop/api');
    expect(edge?.access).toBe('operations');
    expect(edge?.operations?.allowed).toEqual([
      { methods: ['GET'], conditions: ['request.headers[x-role]: admin'] },
    ]);
  });

  it('calls open what nothing closes, for callers with and without a proxy', () => {
    const objects = [
      ...workload('shop/web'),
      ...workload('shop/api', { proxy: false }),
    ];
    expect(examine(objects).matrix).toEqual({
      edges: [],
      open: [
        { to: 'shop/api', port: 8080, callers: ['no-proxy', 'proxy'] },
        { to: 'shop/web', port: 8080, callers: ['no-proxy', 'proxy'] },
      ],
    });
  });

  it('leaves callers without a proxy out where mutual TLS is demanded', () => {
    const objects = [
      ...workload('shop/web'),
      ...workload('shop/job', { proxy: false }),
      object('PeerAuthentication shop/default', { mtls: { mode: 'STRICT' } }),
    ];
    expect(examine(objects).matrix.open).toContainEqual({
      to: 'shop/web',
      port: 8080,
      callers: ['proxy'],
    });
  });
});
