import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { Obstacles } from './Obstacles';
import {
  allow,
  denyCalls,
  denyConnections,
  network,
  ours,
  peer,
  record,
  shop,
} from './testObjects';
import type { Change, Plan, PlanPhase } from './types';

const create = (desired: MeshObject): Change => ({
  target: 'object',
  type: 'create',
  key: objectKey(desired),
  desired,
});
const remove = (live: MeshObject): Change => ({
  target: 'object',
  type: 'delete',
  key: objectKey(live),
  live,
});
const update = (desired: MeshObject, live: MeshObject): Change => ({
  target: 'object',
  type: 'update',
  key: objectKey(desired),
  desired,
  live,
});
const named = (object: MeshObject, name: string): MeshObject => ({
  ...object,
  metadata: { ...object.metadata, name },
});
const about = (object: MeshObject, entities: string): MeshObject => ({
  ...object,
  metadata: {
    ...object.metadata,
    annotations: { 'meshwright.io/entities': entities },
  },
});
const elsewhere = (object: MeshObject): MeshObject => ({
  ...object,
  metadata: { ...object.metadata, namespace: 'away' },
});
const account = ours('ServiceAccount', 'api');
const entry = ours('ServiceEntry', 'stripe', { hosts: ['api.stripe.com'] });
const sidecar = (host: string) =>
  ours('Sidecar', 'web', { egress: [{ hosts: [`./${host}`] }] });
const tokens = ours('RequestAuthentication', 'api', {
  selector: { matchLabels: { app: 'api' } },
});
const route = (entity: string) =>
  about(ours('VirtualService', 'web'), `component:default/${entity}`);
const guarded = about(
  allow('api', 'web'),
  'component:default/api,component:default/api-2',
);

/** What a later change in a phase is told when an earlier one was refused. */
function askAfter(
  [earlier, first]: [Change, PlanPhase],
  [later, second]: [Change, PlanPhase | undefined],
): string | undefined {
  const plan: Plan = {
    waves: [[earlier], [later]],
    ...(second && { phases: [first, second] }),
    conflicts: [],
  };
  const obstacles = Obstacles.create(plan);
  expect(obstacles.describe(earlier)).toBeUndefined();
  obstacles.note({ change: earlier, outcome: 'refused', message: 'no' });
  return obstacles.describe(later);
}

describe('Obstacles', () => {
  it.each<[string, [Change, PlanPhase], [Change, PlanPhase | undefined]]>([
    [
      'a denial for the rule of a service',
      [create(allow('api', 'web')), 'widen'],
      [create(denyCalls), 'narrow'],
    ],
    [
      'a denial for the rule of the platform',
      [
        create(
          ours('NetworkPolicy', 'platform', {
            podSelector: {},
            policyTypes: ['Egress'],
            egress: [{}],
          }),
        ),
        'widen',
      ],
      [create(denyConnections), 'narrow'],
    ],
    [
      'a denial for a caller’s account',
      [create(account), 'found'],
      [create(denyCalls), 'narrow'],
    ],
    [
      'what goes for what takes its place',
      [create(named(allow('api', 'web'), 'new')), 'widen'],
      [remove(allow('api', 'web')), 'remove'],
    ],
    [
      'what moves away for what takes its place',
      [create(named(allow('api', 'web'), 'new')), 'widen'],
      [
        update(allow('pay', 'web'), {
          ...allow('pay'),
          spec: allow('api', 'web').spec,
        }),
        'narrow',
      ],
    ],
    [
      'a rule about tokens for their reader',
      [create(tokens), 'secure'],
      [create(allow('api', 'web')), 'narrow'],
    ],
    [
      'calls from anybody for the network',
      [create(network('api', { from: ['web'] })), 'isolate'],
      [create(allow('api', 'web')), 'admit'],
    ],
    [
      'what opens for a denial',
      [create(denyCalls), 'narrow'],
      [remove(peer('STRICT')), 'loosen'],
    ],
    [
      'a sidecar for a host that it names',
      [create(entry), 'found'],
      [create(sidecar('api.stripe.com')), 'narrow'],
    ],
    [
      'a route for what protects it',
      [create(guarded), 'widen'],
      [create(route('api-2')), 'route'],
    ],
    [
      'all of a namespace for the namespace',
      [create(shop), 'found'],
      [create(sidecar('x')), 'narrow'],
    ],
    [
      'anything of the same pods, where it may open',
      [create(denyConnections), 'narrow'],
      [create(allow('api', 'web')), undefined],
    ],
  ])('lets wait: %s', (_, earlier, later) => {
    expect(askAfter(earlier, later)).toMatch(
      /^Waits for \w+ '.+', which was not applied: no$/,
    );
  });

  it.each<[string, [Change, PlanPhase], [Change, PlanPhase]]>([
    [
      'rules of other services',
      [create(allow('api', 'web')), 'widen'],
      [update(allow('pay'), allow('pay', 'web')), 'narrow'],
    ],
    [
      'what is taken away in the other layer',
      [create(network('api', { from: ['web'] })), 'widen'],
      [update(allow('api'), allow('api', 'web')), 'narrow'],
    ],
    [
      'the other layer’s denial',
      [create(allow('api', 'web')), 'widen'],
      [create(denyConnections), 'narrow'],
    ],
    [
      'what is taken away beside a denial',
      [create(denyCalls), 'narrow'],
      [remove(allow('api', 'web')), 'remove'],
    ],
    [
      'other namespaces',
      [create(allow('api', 'web')), 'widen'],
      [create(elsewhere(denyCalls)), 'narrow'],
    ],
    [
      'after a dry run',
      [create(allow('api', 'web')), 'found'],
      [create(denyCalls), 'narrow'],
    ],
    [
      'after a label that was not set',
      [update(account, account), 'found'],
      [create(denyCalls), 'narrow'],
    ],
    [
      'a namespace that only lacks a label',
      [update(shop, shop), 'found'],
      [create(allow('api', 'web')), 'widen'],
    ],
    [
      'sidecars with other hosts',
      [create(entry), 'found'],
      [create(sidecar('other.com')), 'narrow'],
    ],
    [
      'routes to others',
      [create(guarded), 'widen'],
      [create(route('web')), 'route'],
    ],
    [
      'routes that go',
      [create(guarded), 'widen'],
      [remove(route('api')), 'route'],
    ],
    [
      'record sets',
      [create(guarded), 'widen'],
      [
        { target: 'record', type: 'create', key: 'r', desired: record('r') },
        'remove',
      ],
    ],
  ])('lets go on: %s', (_, earlier, later) => {
    expect(askAfter(earlier, later)).toBeUndefined();
  });

  it('takes a conflict for a change that was not made', () => {
    const desired = allow('api', 'web');
    const obstacles = Obstacles.create({
      waves: [],
      conflicts: [{ key: objectKey(desired), message: 'theirs', desired }],
    });

    expect(obstacles.describe(create(denyCalls))).toContain('theirs');
    expect(obstacles.describe(create(elsewhere(denyCalls)))).toBeUndefined();
  });

  it('names what is at the root of a chain', () => {
    const changes = [
      create(allow('api', 'web')),
      create(denyCalls),
      remove(peer('STRICT')),
    ];
    const obstacles = Obstacles.create({
      waves: changes.map(change => [change]),
      phases: ['widen', 'narrow', 'loosen'],
      conflicts: [],
    });
    obstacles.note({ change: changes[0], outcome: 'failed', message: 'down' });
    const message = obstacles.describe(changes[1]);
    obstacles.note({ change: changes[1], outcome: 'skipped', message });

    expect(obstacles.describe(changes[2])).toBe(message);
    expect(message).toContain("'shop/api'");
  });
});
