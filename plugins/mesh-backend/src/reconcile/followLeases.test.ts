import { setTimeout as wait } from 'node:timers/promises';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { type LeaseStore, MeshDatabase } from '../database';
import { followLeases } from './followLeases';
import type { ManagedCluster } from './ManagedCluster';
import { PassRunner } from './PassRunner';
import { PassTrigger } from './PassTrigger';

jest.setTimeout(60_000);

/** Of whoever makes the passes here. */
const LEASE_MS = 30_000;

const clusters = {
  list: () => ['a', 'b'].map(name => ({ name } as ManagedCluster)),
};

async function until(check: () => boolean) {
  while (!check()) {
    await wait(10);
  }
}

describe('followLeases', () => {
  const databases = TestDatabases.create({
    ids: ['POSTGRES_15', 'SQLITE_3'],
    disableDocker: true,
  });
  const logger = mockServices.logger.mock();
  let stopped: AbortController;

  beforeEach(() => {
    stopped = new AbortController();
    jest.resetAllMocks();
  });
  afterEach(() => stopped.abort());

  const follow = (
    leases: Pick<LeaseStore, 'listExpired'>,
    trigger: Pick<PassTrigger, 'takeOver'>,
    leaseMs = 60,
  ) =>
    followLeases({
      ...{ leases, clusters, trigger, logger, leaseMs },
      signal: stopped.signal,
    });

  it.each(databases.eachSupportedId())(
    'has one of three replicas make a pass that nobody ended, on %p',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const database = mockServices.database({ knex });
      const { leases } = await MeshDatabase.create({ database });
      const take = (cluster: string, milliseconds: number) =>
        leases.take({ cluster, holder: 'dead', milliseconds });
      await take('a', 0);
      await take('b', LEASE_MS);
      await take('gone', 0);
      const passes: string[] = [];
      const outcomes: string[] = [];
      let release = () => {};
      const end = new Promise<void>(resolve => (release = resolve));
      let looks = 0;
      /** All have seen what is over before one of them takes it. */
      const listExpired = async () => {
        const found = await leases.listExpired();
        looks += 1;
        await until(() => looks >= 3);
        return found;
      };
      for (const { signal } of Array(3).fill(stopped)) {
        const runner = new PassRunner({ leases, logger, leaseMs: LEASE_MS });
        const trigger = new PassTrigger({ clusters: () => ['a', 'b'] });
        trigger.connect(async cluster => {
          const outcome = await runner.run(cluster, signal, async () => {
            passes.push(cluster);
            await end;
          });
          outcomes.push(outcome);
          return outcome;
        });
        void follow({ listExpired }, trigger, 3_000);
      }

      await until(() => outcomes.length === 2);
      release();
      await until(() => outcomes.length === 3);
      // Longer than it takes to ask again after one that was busy.
      await wait(1_000);

      expect(passes).toEqual(['a']);
      expect(outcomes).toEqual(['busy', 'busy', 'made']);
      expect(await leases.listExpired()).toEqual(['gone']);
    },
  );

  it('says once that the database fails and once that it answers, and looks on', async () => {
    const listExpired = jest
      .fn(async () => ['b', 'of-a-run'])
      .mockRejectedValueOnce(new Error('The connection is gone'))
      .mockRejectedValueOnce(new Error('The connection is refused'));
    const takeOver = jest.fn();

    const end = follow({ listExpired }, { takeOver });
    await until(() => takeOver.mock.calls.length > 1);
    stopped.abort();
    await end;

    expect(new Set(takeOver.mock.calls.flat())).toEqual(new Set(['b']));
    expect(logger.warn.mock.calls).toEqual([
      [expect.any(String), { error: 'The connection is gone' }],
    ]);
    expect(logger.info).toHaveBeenCalledTimes(1);
  });

  it('does not wait for ever for a database that hangs', async () => {
    const listExpired = jest
      .fn(async () => ['a'])
      .mockImplementationOnce(() => new Promise(() => undefined));
    const takeOver = jest.fn();

    void follow({ listExpired }, { takeOver });
    await until(() => takeOver.mock.calls.length > 0);

    expect(logger.warn).toHaveBeenCalled();
  });
});
