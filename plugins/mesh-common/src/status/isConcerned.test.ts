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
      policy('NetworkPolicy', 'api', { podSelector: {} }),
      policy('NetworkPolicy', 'api', {}),
      true,
    ],
  ])('tells of %s', (...[, desired, live, expected]) => {
    const consumer = { namespace: 'shop', serviceAccount: 'web' };
    expect(isConcerned({ consumer, desired, live })).toBe(expected);
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
