import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '../objects/types';
import { isConcerned } from './isConcerned';
import { createTestWorld, policy } from './testWorld';

const allow = (ports: string[], ...callers: string[]): JsonObject => ({
  from: [
    {
      source: {
        principals: callers.map(name => `cluster.local/ns/shop/sa/${name}`),
      },
    },
  ],
  to: [{ operation: { ports } }],
});
const api = (...rules: JsonObject[]): MeshObject =>
  policy('AuthorizationPolicy', 'api', {
    selector: { matchLabels: { app: 'api' } },
    action: 'ALLOW',
    ...(rules.length > 0 && { rules }),
  });
const dryRun = (object: MeshObject): MeshObject => ({
  ...object,
  metadata: {
    ...object.metadata,
    annotations: { 'istio.io/dry-run': 'true' },
  },
});
const before = api(allow(['8080'], 'web'));
const edge = {
  consumer: {
    ...{ namespace: 'shop', serviceAccount: 'web' },
    selector: { app: 'web' },
  },
  provider: { namespace: 'shop', selector: { app: 'api' } },
};

/** Port, and names or labels of peers. */
type Admitted = [number, ...Array<string | Record<string, string>>];

function network(
  matchLabels: Record<string, string>,
  rules: { in?: Admitted[]; out?: Admitted[] },
): MeshObject {
  const toRules = (field: string, admitted: Admitted[] = []): JsonObject[] =>
    admitted.map(([port, ...peers]) => ({
      ports: [{ protocol: 'TCP', port }],
      ...(peers.length > 0 && {
        [field]: peers.map(peer => ({
          podSelector: {
            matchLabels: typeof peer === 'string' ? { app: peer } : peer,
          },
        })),
      }),
    }));
  return policy('NetworkPolicy', 'api', {
    podSelector: { matchLabels },
    policyTypes: ['Ingress', 'Egress'],
    ingress: toRules('from', rules.in),
    egress: toRules('to', rules.out),
  });
}

describe('isConcerned', () => {
  it.each<[string, MeshObject, MeshObject | undefined, boolean]>([
    ['a caller beside it', api(allow(['8080'], 'pay', 'web')), before, false],
    [
      'a caller of other ports',
      api(allow(['9090'], 'pay'), allow(['8080'], 'web')),
      before,
      false,
    ],
    ['other ports', api(allow(['9090'], 'web')), before, true],
    ['its own first rule', before, api(), true],
    ['its own last rule', api(), before, true],
    ['the first object', before, undefined, true],
    ['an end of the dry run', before, dryRun(before), true],
    ['a rule for everybody', api(allow(['8080'], 'web'), {}), before, true],
    [
      'other pods',
      { ...before, spec: { ...before.spec, selector: {} } },
      before,
      true,
    ],
    [
      'a name that only ends alike',
      api(allow(['8080'], 'web'), allow(['9090'], 'other-web')),
      before,
      false,
    ],
    [
      'a kind whose parts are not told apart',
      policy('Sidecar', 'api', { egress: [{ hosts: ['./*'] }] }),
      policy('Sidecar', 'api', {}),
      true,
    ],
  ])('tells of %s', (...[, desired, live, expected]) => {
    expect(isConcerned({ ...edge, desired, live })).toBe(expected);
  });

  it.each<[string, MeshObject, MeshObject, boolean]>([
    [
      'a caller beside it',
      network({ app: 'api' }, { in: [[8080, 'web', 'pay']] }),
      network({ app: 'api' }, { in: [[8080, 'web']] }),
      false,
    ],
    [
      'the same in another order',
      network(
        { app: 'api' },
        {
          in: [
            [9090, 'pay'],
            [8080, 'web'],
          ],
        },
      ),
      network({ app: 'api' }, { in: [[8080, 'web', 'pay']] }),
      false,
    ],
    [
      'its own last rule',
      network({ app: 'api' }, { in: [[8080, 'pay']] }),
      network({ app: 'api' }, { in: [[8080, 'web', 'pay']] }),
      true,
    ],
    [
      'its own ports',
      network({ app: 'api' }, { in: [[9090, 'web']] }),
      network({ app: 'api' }, { in: [[8080, 'web']] }),
      true,
    ],
    [
      'another service that the provider calls',
      network({ app: 'api' }, { in: [[8080, 'web']], out: [[5432, 'db']] }),
      network({ app: 'api' }, { in: [[8080, 'web']] }),
      false,
    ],
    [
      'another service that the consumer calls',
      network(
        { app: 'web' },
        {
          out: [
            [8080, 'api'],
            [5432, 'db'],
          ],
        },
      ),
      network({ app: 'web' }, { out: [[8080, 'api']] }),
      false,
    ],
    [
      'the way out to the provider',
      network({ app: 'web' }, { out: [[8080, 'api']] }),
      network({ app: 'web' }, { in: [[8080, 'pay']] }),
      true,
    ],
    [
      'a rule for everybody',
      network({ app: 'api' }, { in: [[8080, 'web']] }),
      network({ app: 'api' }, { in: [[8080]] }),
      true,
    ],
    [
      'labels that the caller may have as well',
      network({ app: 'api' }, { in: [[8080, 'web']] }),
      network({ app: 'api' }, { in: [[8080, 'web', { tier: 'front' }]] }),
      true,
    ],
    [
      'other pods',
      network({}, { in: [[8080, 'web']] }),
      network({ app: 'api' }, { in: [[8080, 'web']] }),
      true,
    ],
  ])('tells of the network: %s', (...[, desired, live, expected]) => {
    expect(isConcerned({ ...edge, desired, live })).toBe(expected);
  });

  it('leaves namespaces apart that have the same labels', () => {
    const from = (namespace: string) =>
      policy('NetworkPolicy', 'api', {
        podSelector: { matchLabels: { app: 'api' } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: [
              {
                namespaceSelector: {
                  matchLabels: { 'kubernetes.io/metadata.name': namespace },
                },
                podSelector: { matchLabels: { app: 'web' } },
              },
            ],
          },
        ],
      });
    const nobody = network({ app: 'api' }, {});
    const ask = (live: MeshObject) =>
      isConcerned({ ...edge, desired: nobody, live });

    expect(ask(from('other'))).toBe(false);
    expect(ask(from('shop'))).toBe(true);
  });

  it.each([
    ['refused' as const, 'another', 'true', 'Accepted'],
    ['refused' as const, 'its own', 'false', 'Refused'],
    ['failed' as const, 'another', 'true', 'Accepted'],
    ['failed' as const, 'its own', 'unknown', 'NoAnswer'],
  ])(
    'shows on an edge that the rule was %s of %s caller',
    (...[outcome, whose, status, reason]) => {
      const world = createTestWorld();
      const desired =
        whose === 'another'
          ? api(allow(['8080'], 'pay', 'web'))
          : api(allow(['9090'], 'web'));
      world.compiled[0].object = desired;
      const key = 'security.istio.io/AuthorizationPolicy/shop/api';
      const change = { target: 'object' as const, key, desired, live: before };
      world.pass.results = [
        { change: { ...change, type: 'update' }, outcome, message: 'no' },
      ];

      const [{ workloads }] = world.derive();
      const [{ inbound, conditions }] = workloads;

      expect(inbound[0].steps).toContainEqual(
        expect.objectContaining({ step: 'accepted', status, reason }),
      );
      expect(inbound[0].summary === 'in-force').toBe(whose === 'another');
      expect(conditions.find(({ type }) => type === 'Accepted')?.status).toBe(
        outcome === 'refused' ? 'false' : 'unknown',
      );
    },
  );
});
