import type { JsonObject } from '@backstage/types';
import fc from 'fast-check';
import type { Approval, MeshInput } from '../../model/types';
import { approval, binding, component, input } from '../../testUtils';

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const OWNERS: Record<string, string> = {
  front: 'group:default/shop',
  back: 'group:default/shop',
  data: 'group:default/retail',
};
const PORTS = [
  { name: 'http', port: 80, targetPort: 8080, protocol: 'http' },
  { name: 'tcp', port: 5432, targetPort: 5432, protocol: 'tcp' },
  { name: 'grpc', port: 81, targetPort: 9000, protocol: 'grpc' },
  {
    name: 'metrics',
    port: 9090,
    targetPort: 9090,
    protocol: 'http',
    scrape: true,
  },
];

const limits = fc.record(
  {
    ports: fc.subarray(
      PORTS.map(port => port.name),
      { minLength: 1 },
    ),
    methods: fc.subarray(['GET', 'POST'], { minLength: 1 }),
    paths: fc.subarray(['/items', '/items/{*}', '/admin*', '/items/{**}'], {
      minLength: 1,
    }),
  },
  { requiredKeys: [] },
);

const exposure = fc.record(
  {
    host: fc.constantFrom('www.shop.example.com', 'www.retail.example.com'),
    gateway: fc.constantFrom('public', 'internal'),
    from: fc.constant(['10.1.0.0/16']),
    paths: fc.subarray(['/items', '/', '/shop'], { minLength: 1 }),
    port: fc.constantFrom('http', 'grpc', 'metrics'),
  },
  { requiredKeys: ['host', 'gateway', 'from'] },
);

const rarely = fc.integer({ min: 0, max: 4 }).map(n => n === 0);

const workload = fc.record({
  namespace: fc.constantFrom(...Object.keys(OWNERS)),
  ports: fc.subarray(PORTS),
  isShared: rarely,
  isForeign: rarely,
  isOutside: rarely,
  needs: fc.dictionary(
    fc.constantFrom(...NAMES),
    fc.option(limits, { nil: undefined }),
    { maxKeys: 4 },
  ),
  access: fc.option(
    fc.record({
      approval: fc.constantFrom('none', 'owner'),
      allow: fc.array(
        fc
          .tuple(fc.constantFrom(...NAMES), limits)
          .map(([from, limit]) => ({ from: refOf(from), ...limit })),
        { maxLength: 2 },
      ),
    }),
    { nil: undefined },
  ),
  expose: fc.array(exposure, { maxLength: 2 }),
  dns: fc.subarray(['store']),
});

type Drawn = typeof workload extends fc.Arbitrary<infer T> ? T : never;

const decision = fc.record({
  consumer: fc.constantFrom(...NAMES),
  provider: fc.constantFrom(...NAMES),
  isDeclined: fc.boolean(),
  ports: fc.subarray(['http', 'tcp', 'grpc'], { minLength: 1 }),
});

/** Inputs of which some edges are granted, some wait and some are denied. */
export const meshInputs: fc.Arbitrary<MeshInput> = fc
  .record({
    workloads: fc.array(workload, {
      minLength: NAMES.length,
      maxLength: NAMES.length,
    }),
    decisions: fc.array(decision, { maxLength: 4 }),
  })
  .map(({ workloads, decisions }) =>
    input(
      workloads.map((drawn, index) => toEntity(NAMES[index], drawn)),
      {
        approvals: decisions.map((drawn, index) =>
          toApproval(drawn, index, workloads),
        ),
        bindings: [
          ...Object.entries(OWNERS).map(([name, owner]) =>
            binding(name, owner),
          ),
          binding('*.shop.example.com'),
          binding('*.retail.example.com', 'group:default/retail'),
        ],
      },
    ),
  );

function refOf(name: string): string {
  return `component:default/${name}`;
}

function accountOf(name: string, { isShared }: Drawn): string {
  return isShared ? 'common' : name;
}

function toEntity(name: string, drawn: Drawn) {
  const { namespace, ports, isForeign, isOutside, needs, access } = drawn;
  const refined = Object.entries(needs).filter(([, limit]) => limit);
  const mesh = {
    ports,
    serviceAccount: accountOf(name, drawn),
    inMesh: !isOutside,
    expose: drawn.expose,
    dns: drawn.dns,
    dependencies: Object.fromEntries(
      refined.map(([to, limit]) => [refOf(to), limit]),
    ),
    ...(access && { access }),
  };
  return component({
    name,
    namespace,
    owner: isForeign ? 'group:default/others' : OWNERS[namespace],
    dependsOn: Object.keys(needs).map(refOf),
    mesh: JSON.parse(JSON.stringify(mesh)) as JsonObject,
  });
}

function toApproval(
  drawn: { consumer: string; provider: string } & {
    isDeclined: boolean;
    ports: string[];
  },
  index: number,
  workloads: Drawn[],
): Approval {
  const partyOf = (name: string) => {
    const of = workloads[NAMES.indexOf(name)];
    const { namespace } = of;
    return {
      entityRef: refOf(name),
      owner: OWNERS[namespace],
      location: `url:https://git.example.com/shop/${name}/catalog-info.yaml`,
      identities: [`${namespace}/${accountOf(name, of)}`],
    };
  };
  const { consumer, provider, ports, isDeclined } = drawn;
  return approval(
    { consumer: partyOf(consumer), provider: partyOf(provider), ports },
    { id: String(index), decision: isDeclined ? 'decline' : 'approve' },
  );
}
