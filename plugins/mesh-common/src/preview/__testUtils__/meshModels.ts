import fc from 'fast-check';
import {
  type EdgeOptions,
  type ModelOptions,
  type WorkloadOptions,
} from '../../compile/__testUtils__/meshModel';
import type { Exposure, Operation, WorkloadPort } from '../../model/types';

export const NAMES = ['a', 'b', 'c', 'd', 'e'];
const NAMESPACES = ['front', 'back', 'data'];

export const ISSUERS = [
  'https://login.example.com',
  'https://staff.example.com/',
];

const PORTS: WorkloadPort[] = [
  { name: 'http', port: 80, targetPort: 8080, protocol: 'http' },
  { name: 'tcp', port: 5432, targetPort: 5432, protocol: 'tcp' },
  { name: 'grpc', port: 81, targetPort: 9000, protocol: 'grpc' },
  { name: 'plain', port: 82, targetPort: 8082, protocol: 'http' },
];

const operation: fc.Arbitrary<Operation> = fc.record(
  {
    methods: fc.subarray(['GET', 'POST', 'DELETE'], { minLength: 1 }),
    paths: fc.subarray(
      ['/items', '/items/{*}', '/admin*', '/deep/{**}', '/x'],
      {
        minLength: 1,
      },
    ),
  },
  { requiredKeys: [] },
);

const jwt: fc.Arbitrary<Exposure['jwt']> = fc.record(
  {
    issuer: fc.constantFrom(...ISSUERS),
    audiences: fc.subarray(['shop', 'staff'], { minLength: 1 }),
    claims: fc.constant({ role: ['customer', 'clerk'] }),
  },
  { requiredKeys: ['issuer'] },
);

const exposure: fc.Arbitrary<Exposure> = fc.record(
  {
    host: fc.constantFrom('www.example.com', 'store.example.com'),
    gateway: fc.constantFrom<Exposure['gateway']>('public', 'internal'),
    paths: fc.subarray(['/', '/shop', '/shop/admin'], { minLength: 1 }),
    from: fc.constant(['10.1.0.0/16']),
    port: fc.constantFrom('http', 'grpc'),
    jwt,
    pointer: fc.constant(''),
  },
  { requiredKeys: ['host', 'gateway', 'paths', 'pointer'] },
) as fc.Arbitrary<Exposure>;

const drawnWorkload = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  ports: fc.subarray(PORTS),
  inMesh: fc.integer({ min: 0, max: 4 }).map(n => n > 0),
  isLoose: fc.boolean(),
  expose: fc.array(exposure, { maxLength: 3 }),
  lifecycle: fc.constantFrom('production', 'experimental'),
});

const drawnEdge = fc.record({
  from: fc.constantFrom(...NAMES),
  to: fc.constantFrom(...NAMES),
  operations: fc.option(fc.array(operation, { minLength: 1, maxLength: 3 }), {
    nil: undefined,
  }),
  state: fc.constantFrom(
    'granted' as const,
    'granted' as const,
    'pending' as const,
  ),
  isHalf: fc.boolean(),
});

/** Models in which every namespace is enforced in full. */
export const meshModels: fc.Arbitrary<ModelOptions> = fc
  .record({
    workloads: fc.array(drawnWorkload, { minLength: 5, maxLength: 5 }),
    edges: fc.array(drawnEdge, { maxLength: 10 }),
    guarded: fc.boolean(),
    trustDomain: fc.constantFrom('cluster.local', 'shop.example.com'),
  })
  .map(({ workloads, edges, guarded, trustDomain }) => {
    const all = workloads.map((drawn, index) =>
      toWorkload(NAMES[index], drawn),
    );
    return {
      cluster: { trustDomain, rootNamespace: 'istio-system' },
      workloads: all,
      edges: edges.flatMap(drawn => toEdge(drawn, all)),
      ...(guarded && {
        guardrails: [
          {
            ...{ id: 'g', effect: 'deny' as const, reason: 'apart' },
            from: { lifecycle: ['experimental'] },
            to: { lifecycle: ['production'] },
          },
        ],
      }),
    };
  });

function toWorkload(
  name: string,
  drawn: typeof drawnWorkload extends fc.Arbitrary<infer T> ? T : never,
): WorkloadOptions {
  const { isLoose, inMesh, expose, ports, ...rest } = drawn;
  const exists = (port?: string) =>
    ports.some(item =>
      port ? item.name === port : ['http', 'grpc', 'plain'].includes(item.name),
    );
  return {
    ...rest,
    ...{ name, ports, inMesh, entityRef: `component:default/${name}` },
    expose: inMesh ? expose.filter(({ port }) => exists(port)) : [],
    ...(isLoose && {
      mtlsExceptions: [
        { port: 'plain', mode: 'permissive', reason: 'old', pointer: '' },
      ],
    }),
  };
}

/** An edge of which some port is left, to other pods. */
function toEdge(
  drawn: typeof drawnEdge extends fc.Arbitrary<infer T> ? T : never,
  workloads: readonly WorkloadOptions[],
): EdgeOptions[] {
  const { from, to, state, isHalf } = drawn;
  const find = (name: string) => workloads.find(item => item.name === name);
  const [consumer, provider] = [find(from), find(to)];
  if (!consumer || !provider || from === to) {
    return [];
  }
  const operations = provider.inMesh ? drawn.operations : undefined;
  const ports = (provider.ports ?? []).filter(
    ({ protocol }, index) =>
      (!operations || protocol !== 'tcp') && !(isHalf && index === 0),
  );
  return ports.length > 0
    ? [
        {
          ...{ from, to, state, ports: ports.map(({ name }) => name) },
          ...(operations && { operations }),
        },
      ]
    : [];
}
