import { TestDatabases } from '@backstage/backend-test-utils';
import { leaseOfRun } from '../database';
import {
  createRunWorld,
  someSteps,
  step,
} from './__testUtils__/createRunWorld';
import { RunWorker } from './RunWorker';
import { systemClock } from './systemClock';

jest.setTimeout(60_000);

describe('RunWorker', () => {
  const databases = TestDatabases.create({
    ids: ['SQLITE_3'],
    disableDocker: true,
  });
  const workers: RunWorker[] = [];

  afterEach(async () => {
    await Promise.all(workers.splice(0).map(worker => worker.stop()));
  });

  async function start(options: {
    everyMs: number;
    onTurn?: () => Promise<void>;
  }) {
    const world = await createRunWorld(await databases.init('SQLITE_3'));
    const createWorker = () => {
      const worker = new RunWorker({
        engine: world.createEngine(),
        store: world.runs,
        clock: systemClock,
        logger: world.logger,
        ...options,
      });
      workers.push(worker);
      worker.start();
      return worker;
    };
    const ended = async (id: string) => {
      while ((await world.runs.get(id))?.endedAt === undefined) {
        await new Promise(resolve => setTimeout(resolve, 2));
      }
      return world.runs.getState(id);
    };
    return { ...world, createWorker, ended };
  }

  it('carries out what was asked for, at once when it is told', async () => {
    const world = await start({ everyMs: 1_000_000 });
    const worker = world.createWorker();
    const id = await world.add(someSteps());

    worker.wake();

    await expect(world.ended(id)).resolves.toBe('succeeded');
  });

  it('takes over when the lease of a killed replica is gone', async () => {
    const world = await start({ everyMs: 5 });
    const id = await world.add(someSteps());
    const lease = { cluster: leaseOfRun(id), holder: 'killed' };
    await world.leases.take({ ...lease, milliseconds: 600_000 });
    world.createWorker();
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(world.outside.calls).toEqual([]);

    await world.expire(id);

    await expect(world.ended(id)).resolves.toBe('succeeded');
  });

  it('shares runs with the other replicas, each run on one', async () => {
    const world = await start({ everyMs: 5 });
    const ids = await Promise.all(
      Array.from({ length: 6 }, () => world.add([step('a')])),
    );

    world.createWorker();
    world.createWorker();

    for (const id of ids) {
      await expect(world.ended(id)).resolves.toBe('succeeded');
    }
    const starts = world.outside.calls.filter(call => /^start/.test(call));
    expect(starts).toHaveLength(6);
  });

  it('takes over again and again what others have made', async () => {
    const onTurn = jest
      .fn<Promise<void>, []>()
      .mockRejectedValueOnce(new Error('The database is away'))
      .mockResolvedValue(undefined);
    const world = await start({ everyMs: 5, onTurn });
    const id = await world.add(someSteps());

    world.createWorker();

    await expect(world.ended(id)).resolves.toBe('succeeded');
    expect(onTurn.mock.calls.length).toBeGreaterThan(1);
  });

  it('goes on when runs could not be read', async () => {
    const world = await start({ everyMs: 5 });
    const list = jest
      .spyOn(world.runs, 'listActive')
      .mockRejectedValueOnce(new Error('The database is away'));
    const id = await world.add(someSteps());

    world.createWorker();

    await expect(world.ended(id)).resolves.toBe('succeeded');
    expect(list.mock.calls.length).toBeGreaterThan(1);
    expect(world.logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/cannot be read/),
      expect.anything(),
    );
  });

  it('hands over to another replica when it stops', async () => {
    const world = await start({ everyMs: 5 });
    const id = await world.add([step('slow', { expectedSeconds: 9_000 })]);
    const first = world.createWorker();
    while (!world.outside.things.has('slow')) {
      await new Promise(resolve => setTimeout(resolve, 2));
    }

    await first.stop();
    expect(await world.runs.getState(id)).toBe('running');
    world.outside.finish();
    world.createWorker();

    await expect(world.ended(id)).resolves.toBe('succeeded');
    expect(world.outside.things.get('slow')?.writes).toBe(1);
  });
});
