import { indexWorld } from '../evaluate';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import type { Change } from '../plan/types';
import {
  allow,
  network,
  object,
  options,
  workload,
} from './__testUtils__/objects';
import { checkLayers } from './checkLayers';
import { createWorkloadViews } from './createWorkloadViews';
import { diffAccess } from './diffAccess';
import { listSubsets } from './listSubsets';
import { provePlan } from './provePlan';

const pods = [...workload('shop/web'), ...workload('shop/api')];
const sideOf = (...policies: MeshObject[]) => {
  const objects = [...pods, ...policies];
  return {
    objects,
    world: indexWorld(objects, options),
    workloads: createWorkloadViews(objects),
  };
};
const denyCalls = object('AuthorizationPolicy shop/deny', {});
const denyConnections = object('NetworkPolicy shop/deny', {
  podSelector: {},
  policyTypes: ['Ingress', 'Egress'],
});

describe('createWorkloadViews', () => {
  it('takes pods that differ in nothing that matters as one', () => {
    const [pod] = workload('shop/web');
    const twin = {
      ...pod,
      metadata: {
        ...pod.metadata,
        name: 'web-2',
        labels: { ...pod.metadata.labels, 'pod-template-hash': 'def' },
      },
    };
    const done = { ...twin, status: { phase: 'Succeeded' } };
    expect(createWorkloadViews([pod, twin, done])).toEqual([
      {
        key: 'shop/web',
        name: 'web',
        namespace: 'shop',
        labels: { app: 'web' },
        serviceAccount: 'web',
        inMesh: true,
        namedPorts: [{ name: 'main', port: 8080 }],
        ports: [{ port: 8080, protocol: 'unknown' }],
      },
    ]);
  });

  it('leaves the objects alone that it reads', () => {
    const [pod] = workload('shop/web');
    const labels = { ...pod.metadata.labels, 'pod-template-hash': 'def' };
    const twin = { ...pod, metadata: { ...pod.metadata, labels } };
    createWorkloadViews([twin]);
    expect(twin.metadata.labels).toHaveProperty('pod-template-hash', 'def');
  });

  it('counts a controller until its pods run', () => {
    const deployment = object('Deployment shop/web', {
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { serviceAccountName: 'web', containers: [{ name: 'app' }] },
      },
    });
    const namespace = (labels: Record<string, string>): MeshObject => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop', labels },
    });
    const injected = namespace({ 'istio.io/rev': 'asm-1-29' });
    expect(createWorkloadViews([deployment, injected])).toMatchObject([
      { key: 'shop/web', inMesh: true },
    ]);
    expect(createWorkloadViews([deployment, namespace({})])).toMatchObject([
      { key: 'shop/web', inMesh: false },
    ]);
    const [pod] = workload('shop/web', { proxy: false });
    expect(createWorkloadViews([deployment, injected, pod])).toMatchObject([
      { key: 'shop/web', inMesh: false },
    ]);
  });

  it('tells versions with different identities apart', () => {
    const views = createWorkloadViews([
      ...workload('shop/web'),
      ...workload('shop/web', { account: 'old' }),
    ]);
    expect(
      views.map(({ key, serviceAccount }) => [key, serviceAccount]),
    ).toEqual([
      ['shop/web', 'old'],
      ['shop/web#2', 'web'],
    ]);
  });

  it('takes the protocol of a port from its Service', () => {
    const views = createWorkloadViews(workload('shop/db', { protocol: 'tcp' }));
    expect(views[0].ports).toEqual([
      { port: 8080, servicePort: 80, protocol: 'tcp', service: 'db.shop' },
    ]);
  });
});

describe('diffAccess', () => {
  it('names edges that are gained, lost and changed', () => {
    const before = sideOf(denyCalls, allow('shop/api', ['shop/web']));
    const after = sideOf(denyCalls, allow('shop/web', ['shop/api']));
    const diff = diffAccess(before, after);
    expect(diff.gained).toMatchObject([{ from: 'shop/api', to: 'shop/web' }]);
    expect(diff.lost).toMatchObject([{ from: 'shop/web', to: 'shop/api' }]);
    const narrower = sideOf(
      denyCalls,
      allow('shop/api', ['shop/web'], { methods: ['GET'] }),
    );
    expect(diffAccess(before, narrower)).toMatchObject({
      gained: [],
      lost: [],
      changed: [
        { before: { access: 'full' }, after: { access: 'operations' } },
      ],
    });
  });

  it('tells what becomes open from what was granted one by one', () => {
    const closed = sideOf(denyCalls, allow('shop/api', ['shop/web']));
    const diff = diffAccess(closed, sideOf());
    expect(diff).toMatchObject({ gained: [], lost: [], closed: [] });
    expect(diff.opened.map(({ to }) => to)).toEqual(['shop/api', 'shop/web']);
    expect(diffAccess(sideOf(), closed).closed).toEqual(diff.opened);
  });
});

describe('checkLayers', () => {
  const agreeing = [
    denyCalls,
    denyConnections,
    allow('shop/api', ['shop/web']),
    network('shop/api', { from: ['shop/web'] }),
    network('shop/web', { to: ['shop/api'] }),
  ];

  it('finds nothing where both layers say the same', () => {
    expect(checkLayers(sideOf(...agreeing))).toEqual([]);
  });

  it.each([
    [
      'the network alone',
      agreeing.slice(0, 2).concat(agreeing.slice(3)),
      { network: 'allow', mesh: 'deny' },
    ],
    [
      'the mesh alone',
      agreeing.slice(0, 4),
      { network: 'deny', mesh: 'allow' },
    ],
  ])('finds an edge that %s lets through', (_, policies, verdicts) => {
    expect(checkLayers(sideOf(...policies))).toMatchObject([
      { from: 'shop/web', to: 'shop/api', ...verdicts },
    ]);
  });

  it('finds a layer that limits nobody', () => {
    const found = checkLayers(sideOf(denyCalls));
    expect(found.map(({ from, to }) => [from, to])).toEqual([
      ['*', 'shop/api'],
      ['*', 'shop/web'],
    ]);
  });

  it('leaves marked ports out', () => {
    const marked = object(
      'AuthorizationPolicy shop/metrics',
      {
        selector: { matchLabels: { app: 'api' } },
        rules: [{ to: [{ operation: { ports: ['8080'] } }] }],
      },
      { 'meshwright.io/network-only': '8080' },
    );
    const job = workload('shop/job');
    expect(checkLayers(sideOf(...agreeing, ...job, marked))).toEqual([]);
    const { metadata: _, ...rest } = marked;
    const unmarked = {
      ...rest,
      metadata: { name: 'metrics', namespace: 'shop' },
    };
    expect(checkLayers(sideOf(...agreeing, ...job, unmarked))).toMatchObject([
      { from: 'shop/job', to: 'shop/api', network: 'deny', mesh: 'allow' },
    ]);
  });
});

describe('provePlan', () => {
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
  const prove = (live: MeshObject[], ...waves: Change[][]) =>
    provePlan({ live: [...pods, ...live], plan: { waves }, world: options });

  it('accepts grants before the denial that they are exceptions from', () => {
    const grant = create(allow('shop/api', ['shop/web']));
    expect(prove([], [grant], [create(denyCalls)])).toMatchObject({
      safe: true,
      complete: true,
      states: 2,
    });
  });

  it('refuses both in one wave, and says what would happen', () => {
    const grant = create(allow('shop/api', ['shop/web']));
    const proof = prove([], [grant, create(denyCalls)]);
    expect(proof.safe).toBe(false);
    expect(proof.counterexamples[0].message).toBe(
      'shop/web → shop/api on port 8080, GET /meshwright-probe is denied, although it is allowed before and after, when of wave 1 only security.istio.io/AuthorizationPolicy/shop/deny took effect.',
    );
  });

  it('refuses a moment in which everything is open', () => {
    const old = allow('shop/api', ['shop/web']);
    const next = object('AuthorizationPolicy shop/api-next', {
      ...old.spec,
    });
    expect(prove([old], [remove(old)], [create(next)])).toMatchObject({
      safe: false,
      counterexamples: [{ wave: 0, between: 'allow' }],
    });
    expect(prove([old], [create(next)], [remove(old)]).safe).toBe(true);
  });

  it('samples what has too many subsets, the same for the same seed', () => {
    const items = Array.from({ length: 12 }, (_, index) => index);
    const of = (seed: number) =>
      listSubsets(items, { exhaustive: 8, samples: 50, seed });
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
    expect(of(1)).toHaveLength(50);
    expect(
      listSubsets([1, 2, 3], { exhaustive: 8, samples: 5, seed: 1 }),
    ).toHaveLength(7);
  });
});
