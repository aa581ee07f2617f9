import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  type CallRequest,
  evaluate,
  indexWorld,
  listHeld,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import type { KubernetesApi } from '@meshwright/sandbox';
import { CLUSTER, createWorld } from './__testUtils__/createWorld';
import { KubernetesMeshCluster } from './clusters';
import { describeOnServers } from './clusters/__testUtils__/describeOnServers';
import { recordEvents } from './reconcile/custody/__testUtils__/recordEvents';

jest.setTimeout(120_000);

const PATIENCE_MS = 60_000;
const decision = {
  ...{ cluster: CLUSTER, by: 'user:default/ada', reason: 'We move on' },
  at: '2027-01-01T00:00:00Z',
};
const mesh = { rootNamespace: 'mesh-system', trustDomain: 'cluster.local' };

describeOnServers('an uninstallation', start => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let api: KubernetesApi;

  beforeEach(async () => {
    api = await start();
    await api.seed([
      {
        ...{ apiVersion: 'v1', kind: 'Namespace' },
        metadata: { name: 'mesh-system' },
      },
    ]);
  });

  afterEach(() => api.stop());

  /** A caller and a called in namespaces of their own, in force. */
  async function converge(prefix: string) {
    const entities = [
      component({ name: `${prefix}-api` }),
      component({
        ...{ name: `${prefix}-web` },
        dependsOn: [`component:default/${prefix}-api`],
      }),
    ];
    const world = await createWorld({ databases, entities, instance: prefix });
    const cluster = KubernetesMeshCluster.create({
      ...{ name: CLUSTER, rootNamespace: 'mesh-system' },
      credentials: async () => ({ kubeconfig: api.kubeconfig }),
      logger: mockServices.logger.mock(),
    });
    world.managed.cluster = cluster;
    await world.pass();
    const last = await world.pass();
    expect(last).toMatchObject({ state: 'managing', changes: 0, failed: 0 });
    const objects = async () => (await cluster.list()).objects;
    const mine = async () =>
      (await objects()).filter(({ metadata }) =>
        metadata.namespace?.startsWith(prefix),
      );
    const decide = (to: 'releasing' | 'removing') =>
      world.stores.custody.decide({ ...decision, from: ['managed'], to });
    const stateOf = async () =>
      (await world.stores.custody.get(CLUSTER))?.state;
    return { ...world, cluster, objects, mine, decide, stateOf };
  }
  const party = (name: string) => ({
    ...{ namespace: name, serviceAccount: name, inMesh: true },
    labels: { app: name },
  });
  const callOf = (from: string, to: string): CallRequest => ({
    source: party(from),
    destination: { ...party(to), port: 8080, protocol: 'http' },
  });
  const decide = (objects: Iterable<MeshObject>, call: CallRequest) =>
    evaluate(indexWorld([...objects], mesh), call).decision;

  it('releases every object as it is, and owns nothing of it', async () => {
    const {
      mine,
      objects,
      decide: ask,
      pass,
      stateOf,
      cluster,
    } = await converge('rel');
    const before = await mine();
    await ask('releasing');

    const stored = await pass();
    const again = await pass();

    expect(stored).toMatchObject({ state: 'observing', failed: 0 });
    expect(again.changes).toBe(0);
    expect(await stateOf()).toBe('released');
    const specs = (all: MeshObject[]) =>
      Object.fromEntries(
        all.map(object => [
          objectKey(object),
          { spec: object.spec, uid: object.metadata.uid },
        ]),
      );
    const after = await mine();
    expect(specs(after)).toEqual(specs(before));
    expect(listHeld(await objects(), 'rel')).toEqual([]);
    expect(JSON.stringify(after.map(({ metadata }) => metadata))).not.toMatch(
      /meshwright\.io/,
    );
    expect(await cluster.custody.read()).toBeUndefined();
  });

  it('removes default denials first and what admits last, and cuts nothing off', async () => {
    const {
      mine,
      objects,
      decide: ask,
      pass,
      stateOf,
      cluster,
    } = await converge('rem');
    const accounts = (await mine()).filter(
      ({ kind }) => kind === 'ServiceAccount',
    );
    const granted = callOf('rem-web', 'rem-api');
    const denied = callOf('rem-api', 'rem-web');
    const live = await objects();
    expect([decide(live, granted), decide(live, denied)]).toEqual([
      'allow',
      'deny',
    ]);
    const recording = await recordEvents(api.url);
    await ask('removing');

    expect(await pass()).toMatchObject({ state: 'observing', failed: 0 });

    expect(await stateOf()).toBe('removed');
    const isMine = ({ metadata }: MeshObject) =>
      Boolean(metadata.namespace?.startsWith('rem-'));
    const isOver = () =>
      recording.events.filter(
        ({ type, key }) => type === 'delete' && key.includes('/rem-'),
      ).length >= recording.start.filter(isMine).length;
    for (const until = Date.now() + PATIENCE_MS; !isOver(); ) {
      expect(Date.now()).toBeLessThan(until);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    await recording.stop();
    const others = live.filter(
      ({ kind }) => !/Policy$|^PeerAuthentication$/.test(kind),
    );
    const state = new Map(recording.start.map(o => [objectKey(o), o]));
    for (const { type, key, object } of recording.events) {
      if (type === 'delete') {
        state.delete(key);
      } else {
        state.set(key, object);
      }
      expect([key, decide([...others, ...state.values()], granted)]).toEqual([
        ...[key, 'allow'],
      ]);
    }
    const left = await objects();
    expect(decide(left, denied)).toBe('allow');
    const gone = recording.events
      .filter(({ type }) => type === 'delete')
      .map(({ key }) => key);
    // Of each kind by itself: each kind has a watch of its own.
    for (const kind of ['AuthorizationPolicy', 'NetworkPolicy']) {
      const ofKind = gone.filter(key => key.includes(`${kind}/rem-api/`));
      const denial = ofKind.findIndex(key => key.includes('default-deny'));
      const admits = ofKind.findIndex(key => /allow-to-|edges-of-/.test(key));
      expect([kind, denial]).toEqual([kind, 0]);
      expect(admits).toBeGreaterThan(denial);
    }
    expect(listHeld(left, 'rem')).toEqual([]);
    expect((await mine()).map(objectKey).sort()).toEqual(
      (await mine())
        .filter(({ kind }) => kind === 'ServiceAccount')
        .map(objectKey)
        .sort(),
    );
    expect((await mine()).length).toBeGreaterThanOrEqual(accounts.length);
    expect(await cluster.custody.read()).toBeUndefined();
  });
});
