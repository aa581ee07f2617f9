import { setTimeout as wait } from 'node:timers/promises';
import { aborted } from 'node:util';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { buildModel, type PassResult } from '@meshwright/plugin-mesh-common';
import {
  cluster,
  component,
  input,
  stage,
} from '@meshwright/plugin-mesh-common/testUtils';
import { MeshDatabase, type StoredPass } from '../database';
import { DatabaseStatusStore } from '../database/DatabaseStatusStore';
import { StatusRecorder } from './StatusRecorder';

jest.setTimeout(60_000);

const WEB = 'component:default/web';
const NEAR = 'component:default/near';
const CLUSTERS = ['a', 'b'];

/** One entity that runs in both clusters, and one that runs in the first. */
const builtOf = () => {
  const near = component({
    name: 'near',
    mesh: { cluster: CLUSTERS[0], namespace: 'near' },
  });
  const web = component({
    name: 'web',
    mesh: {
      cluster: undefined,
      namespace: undefined,
      deployments: CLUSTERS.map(name => ({ cluster: name, namespace: 'web' })),
    },
  });
  const known = input([web, near], {
    clusters: CLUSTERS.map(name => cluster({ name })),
    stages: CLUSTERS.map(name => stage('web', { cluster: name })),
  });
  return { ...buildModel(known), input: known, generation: known };
};

const storedOf = (name: string, finishedAt: string): StoredPass => ({
  cluster: name,
  state: 'unreachable',
  message: '',
  finishedAt,
  changes: 0,
  failed: 0,
  settling: {},
  appliedDigests: {},
});

const passOf = (name: string, finishedAt: string): PassResult => ({
  cluster: name,
  finishedAt,
  managing: false,
  problem: `seen at ${finishedAt}`,
  results: [],
  conflicts: [],
  drifted: [],
  settling: {},
});

const instant = (minute: number) => `2027-01-01T00:0${minute}:00.000Z`;

/** Holds up the first who lists the statuses, once it has them. */
function pauseAfterList() {
  const { list } = DatabaseStatusStore.prototype;
  const [listed, going] = [new AbortController(), new AbortController()];
  jest
    .spyOn(DatabaseStatusStore.prototype, 'list')
    .mockImplementation(async function listAndPause(
      this: DatabaseStatusStore,
      entityRefs,
    ) {
      const statuses = await list.call(this, entityRefs);
      if (!listed.signal.aborted) {
        listed.abort();
        await aborted(going.signal, going);
      }
      return statuses;
    });
  return {
    listed: aborted(listed.signal, listed),
    goOn: () => {
      going.abort();
    },
  };
}

describe('StatusRecorder', () => {
  const databases = TestDatabases.create({
    ids: ['POSTGRES_15', 'SQLITE_3'],
    disableDocker: true,
  });
  afterEach(() => jest.restoreAllMocks());

  describe.each(databases.eachSupportedId())('on %p', databaseId => {
    /** Two replicas that share a database in which both clusters were seen. */
    async function start() {
      const knex = await databases.init(databaseId);
      const database = mockServices.database({ knex });
      const create = async () => {
        const stores = await MeshDatabase.create({ database });
        return {
          stores,
          recorder: new StatusRecorder({ stores, settleSeconds: 0 }),
        };
      };
      const replicas = [await create(), await create()];
      const record = (which: number, minute: number) =>
        replicas[which].recorder.record({
          pass: passOf(CLUSTERS[which], instant(minute)),
          stored: storedOf(CLUSTERS[which], instant(minute)),
          built: builtOf(),
        });
      const hold = (which: number, minute: number) =>
        replicas[which].recorder.hold({
          ...storedOf(CLUSTERS[which], instant(minute)),
          state: 'held',
        });
      await record(0, 1);
      await record(1, 1);
      return { record, hold, stores: replicas[0].stores };
    }

    /** What is told of each cluster, by the pass that told it. */
    async function read(stores: MeshDatabase) {
      const status = await stores.statuses.get(WEB);
      return status?.workloads.map(({ cluster: name, conditions }) => {
        const applied = conditions.find(({ type }) => type === 'Applied');
        return [name, /seen at (\S+?)\)/.exec(applied?.message ?? '')?.[1]];
      });
    }

    /** The second is stored while the first has what was there before. */
    async function overlap(
      first: () => Promise<void>,
      second: () => Promise<void>,
    ) {
      const { listed, goOn } = pauseAfterList();
      const one = first();
      await listed;
      const other = second();
      // It has to wait, or would be done by then.
      await Promise.race([other, wait(1000)]);
      goOn();
      await Promise.all([one, other]);
    }

    it('keeps what two replicas found in two clusters at once', async () => {
      const { record, stores } = await start();

      await overlap(
        () => record(0, 2),
        () => record(1, 2),
      );

      expect(await read(stores)).toEqual([
        ['a', instant(2)],
        ['b', instant(2)],
      ]);
    });

    it('leaves what runs in other clusters only to their passes', async () => {
      const { record, stores } = await start();
      await record(0, 2);
      const found = await stores.statuses.get(NEAR);
      expect(found).toMatchObject({ passAt: instant(2) });

      await record(1, 3);
      expect(await stores.statuses.get(NEAR)).toEqual(found);

      await stores.statuses.replaceAll([]);
      await record(1, 4);
      expect(await stores.statuses.get(NEAR)).toMatchObject({
        entityRef: NEAR,
      });
      await record(0, 5);
      expect(await stores.statuses.get(NEAR)).toEqual({
        ...found,
        ...{ passAt: instant(5), staleSince: instant(5) },
        workloads: expect.anything(),
      });
    });

    it('reads of what is stored only what other clusters have a part in', async () => {
      const { record } = await start();
      const list = jest.spyOn(DatabaseStatusStore.prototype, 'list');

      await record(0, 2);
      expect(list.mock.calls).toEqual([[[WEB]]]);
      list.mockClear();
      await record(1, 2);
      expect(list.mock.calls).toEqual([[[WEB]]]);
    });

    it('keeps what a replica found while another is on hold', async () => {
      const { record, hold, stores } = await start();

      await overlap(
        () => record(1, 2),
        () => hold(0, 2),
      );

      expect(await read(stores)).toEqual([
        ['a', instant(1)],
        ['b', instant(2)],
      ]);
      expect(await stores.passes.list()).toMatchObject([
        { cluster: 'a', state: 'held', finishedAt: instant(2) },
        { cluster: 'b', state: 'unreachable', finishedAt: instant(2) },
      ]);
    });

    it('stores no pass whose statuses cannot be stored', async () => {
      const { stores } = await start();

      const failing = stores.statuses.storePass(
        storedOf('a', instant(2)),
        async () => {
          throw new Error('no');
        },
      );

      await expect(failing).rejects.toThrow('no');
      expect(await stores.passes.get('a')).toMatchObject({
        finishedAt: instant(1),
      });
    });
  });
});
