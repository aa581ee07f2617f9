import {
  type TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { leaseOfRun } from '../database';
import {
  breakAfter,
  createRunWorld,
  fastClock,
  ManualClock,
  someSteps,
  step,
} from './__testUtils__/createRunWorld';
import { CANARY } from './__testUtils__/FakeInfrastructure';

jest.setTimeout(120_000);

const error = { message: 'The range is taken', resource: 'Thing network' };
const failed = { state: 'failed' as const, error };
const retry = { state: 'retry' as const, afterMs: 2_000, error };

describe('RunEngine', () => {
  const databases = TestDatabases.create({
    ids: ['POSTGRES_15', 'SQLITE_3'],
    disableDocker: true,
  });

  const start = async (databaseId: TestDatabaseId) =>
    createRunWorld(await databases.init(databaseId));

  describe.each(databases.eachSupportedId())('on %p', databaseId => {
    it('carries out what is ready, in the order of what needs what', async () => {
      const world = await start(databaseId);
      const { outside, runs } = world;
      const id = await world.add(someSteps());

      await expect(world.createEngine().execute(id)).resolves.toBe('ended');

      expect(await runs.get(id)).toMatchObject({
        state: 'succeeded',
        message: 'Done: 4 of 5 steps wrote something.',
      });
      expect(await world.states(id)).toEqual({
        group: 'succeeded',
        logs: 'skipped',
        network: 'succeeded',
        role: 'succeeded',
        cluster: 'succeeded',
      });
      const starts = outside.calls.filter(call => call.startsWith('start'));
      expect(starts[0]).toBe('start group 0');
      expect(starts.slice(1, 3).sort()).toEqual([
        'start network 0',
        'start role 0',
      ]);
      expect(starts[3]).toBe('start cluster 0');
      expect(await world.step(id, 'logs')).toMatchObject({
        message: 'It is as planned.',
        changed: false,
      });
      expect(await world.lines(id)).toEqual(
        expect.arrayContaining([
          'Creating Thing network',
          expect.stringMatching(
            /^Thing network is there after (\d+ min )?\d+ s$/,
          ),
        ]),
      );
    });

    it('goes on after a kill at every write, and does nothing twice', async () => {
      const world = await start(databaseId);
      const { outside, runs } = world;
      let kills = 0;
      for (const isWritten of [false, true]) {
        for (let writes = 0; ; writes += 1) {
          outside.things.clear();
          outside.starts.role = [retry];
          const id = await world.add(someSteps());
          const store = breakAfter(runs, { writes, isWritten });
          const outcome = await world
            .createEngine({ store })
            .execute(id)
            .catch(({ message }) => message);
          if (outcome === 'ended') {
            break;
          }
          kills += 1;
          expect(outcome).toBe('The database is away');
          const state = await runs.getState(id);
          await world.expire(id);
          const again = await world.createEngine().execute(id);

          // The last write may have been the end.
          expect([state, again]).toEqual(
            state === 'succeeded' ? [state, 'busy'] : ['running', 'ended'],
          );
          expect(await runs.getState(id)).toBe('succeeded');
          const writesOutside = [...outside.things.values()].map(
            thing => thing.writes,
          );
          expect(writesOutside).toEqual([1, 1, 1, 1]);
        }
      }
      expect(kills).toBeGreaterThan(20);
    });

    it('is carried out by one of two that want to', async () => {
      const world = await start(databaseId);
      const id = await world.add(someSteps());
      const engines = [1, 2, 3].map(() => world.createEngine());

      const outcomes = await Promise.all(
        engines.map(engine => engine.execute(id)),
      );

      expect(outcomes.sort()).toEqual(['busy', 'busy', 'ended']);
      const starts = world.outside.calls.filter(call => /^start/.test(call));
      expect(starts).toHaveLength(4);
    });

    it('writes nothing any more when another one has taken over', async () => {
      const world = await start(databaseId);
      const { outside, runs } = world;
      const id = await world.add(someSteps());
      const first = world.createEngine();
      let taken: Promise<unknown> | undefined;
      outside.onStart = async ({ id: name }) => {
        if (name === 'network' && !taken) {
          // The first one sleeps in the middle of its request.
          await world.expire(id);
          taken = world.createEngine().execute(id);
          await taken;
        }
      };

      await expect(first.execute(id)).resolves.toBe('lost');

      await expect(taken).resolves.toBe('ended');
      expect(await runs.getState(id)).toBe('succeeded');
      expect(outside.things.get('network')?.writes).toBe(1);
    });

    it('stops when it cannot keep its lease', async () => {
      const world = await start(databaseId);
      const id = await world.add([step('slow', { expectedSeconds: 9_000 })]);
      const engine = world.createEngine({ leaseMs: 30_000 });
      const end = engine.execute(id);
      while ((await world.states(id)).slow !== 'running') {
        await new Promise(resolve => setTimeout(resolve, 1));
      }
      await world.steal(id);

      await expect(end).resolves.toBe('lost');
      expect(await world.states(id)).toEqual({ slow: 'running' });
    });
  });

  it('keeps below the limit of each provider', async () => {
    const world = await start('SQLITE_3');
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const id = await world.add([
      ...names.map(name => step(name)),
      ...names.map(name => step(`x${name}`, { provider: 'Other' })),
    ]);
    const limits = { 'Microsoft.Network': 2, '*': 4 };

    await world.createEngine({ limits }).execute(id);

    expect(world.outside.most.get('Microsoft.Network')).toBe(2);
    expect(world.outside.most.get('Other')).toBe(4);
    expect(await world.runs.getState(id)).toBe('succeeded');
  });

  it('begins the longest chain first', async () => {
    const world = await start('SQLITE_3');
    const id = await world.add([
      step('short'),
      step('head'),
      step('tail', { dependsOn: ['head'] }),
    ]);

    await world.createEngine({ limits: { '*': 1 } }).execute(id);

    const starts = world.outside.calls.filter(call => /^start/.test(call));
    expect(starts[0]).toBe('start head 0');
  });

  it('waits as long as it is told, then tries again, and says so', async () => {
    const world = await start('SQLITE_3');
    const id = await world.add([step('network')]);
    world.outside.starts.network = [retry, retry];
    world.outside.polls.network = [retry];

    await world.createEngine().execute(id);

    expect(await world.step(id, 'network')).toMatchObject({
      state: 'succeeded',
      attempts: 4,
    });
    const lines = await world.lines(id);
    expect(lines).toContain(
      'Thing network waits: The range is taken; tried again after 2 s',
    );
    expect(lines).toContain('Creating Thing network, attempt 2');
  });

  it('lets nobody wait behind a step that waits', async () => {
    const world = await start('SQLITE_3');
    const { calls, starts } = world.outside;
    const id = await world.add([
      step('network', { expectedSeconds: 0 }),
      step('other', { expectedSeconds: 0 }),
    ]);
    starts.network = [retry];
    const clock = new ManualClock();

    const end = world.createEngine({ limits: { '*': 1 }, clock }).execute(id);
    while (!calls.includes('start other 0')) {
      await new Promise(resolve => setTimeout(resolve, 1));
    }
    expect(calls).toEqual(['start network 0', 'start other 0']);
    clock.advance(retry.afterMs);
    await end;

    expect(calls).toEqual([
      'start network 0',
      'start other 0',
      'start network 1',
    ]);
  });

  it('waits for the rest of the time when another one goes on', async () => {
    const world = await start('SQLITE_3');
    const id = await world.add([step('network')]);
    world.outside.starts.network = [{ ...retry, afterMs: 1_500_000 }];
    const first = world.createEngine();
    const end = first.execute(id);
    while ((await world.step(id, 'network'))?.state !== 'waiting') {
      await new Promise(resolve => setTimeout(resolve, 1));
    }
    const { notBefore = 0 } = (await world.step(id, 'network')) ?? {};
    await first.stop();
    await expect(end).resolves.toBe('abandoned');
    let startedAt = 0;
    world.outside.onStart = () => {
      startedAt = fastClock.now();
    };

    await expect(world.createEngine().execute(id)).resolves.toBe('ended');

    expect(startedAt).toBeGreaterThanOrEqual(notBefore);
    expect((await world.step(id, 'network'))?.attempts).toBe(2);
  });

  it('gives up after so many attempts', async () => {
    const world = await start('SQLITE_3');
    const id = await world.add([step('network')]);
    world.outside.starts.network = Array.from({ length: 9 }, () => retry);

    await world.createEngine({ bounds: { attempts: 3 } }).execute(id);

    expect(await world.runs.get(id)).toMatchObject({ state: 'failed' });
    expect((await world.step(id, 'network'))?.error?.message).toBe(
      'The range is taken (given up after 3 attempts)',
    );
  });

  it('does not wait for an answer for ever', async () => {
    const world = await start('SQLITE_3');
    const { outside } = world;
    const id = await world.add([step('network')]);
    const hang = (signal?: AbortSignal) =>
      new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    const { start: begin, poll } = outside;
    const drivers = {
      start: jest
        .spyOn(outside, 'start')
        .mockImplementationOnce((_, { signal }) => hang(signal))
        .mockImplementation(begin.bind(outside)),
      poll: jest
        .spyOn(outside, 'poll')
        .mockImplementationOnce((_, { signal }) => hang(signal))
        .mockImplementation(poll.bind(outside)),
    };

    await world.createEngine({ bounds: { callMs: 20 } }).execute(id);

    expect(await world.step(id, 'network')).toMatchObject({
      state: 'succeeded',
      attempts: 2,
    });
    expect(drivers.poll.mock.calls.length).toBeGreaterThan(1);
    expect(await world.lines(id)).toContain(
      'Thing network waits: Nothing answers; tried again after 5 s',
    );
  });

  it('does not follow for ever', async () => {
    const world = await start('SQLITE_3');
    const id = await world.add([step('network', { expectedSeconds: 1e9 })]);

    await world.createEngine({ bounds: { followMs: 5_000 } }).execute(id);

    expect((await world.step(id, 'network'))?.error?.message).toMatch(
      /still under way/,
    );
  });

  it('finishes what does not need the failed one, then fails and names it', async () => {
    const world = await start('SQLITE_3');
    const id = await world.add([
      ...someSteps(),
      step('zone', { expectedSeconds: 8 }),
      step('link', { dependsOn: ['zone'] }),
    ]);
    world.outside.starts.network = [
      {
        ...failed,
        error: {
          ...error,
          code: 'NetcfgInvalidSubnet',
          status: 400,
          requestId: 'req-7',
          answer: 'network.subnets.nodes',
        },
      },
    ];

    await world.createEngine().execute(id);

    expect(await world.states(id)).toMatchObject({
      network: 'failed',
      cluster: 'skipped',
      link: 'succeeded',
    });
    expect((await world.step(id, 'cluster'))?.message).toBe(
      "Not begun, because 'Thing network' failed",
    );
    const run = await world.runs.get(id);
    expect(run?.state).toBe('failed');
    expect(run?.message).toBe(
      "One step failed: Thing network failed: The range is taken (code NetcfgInvalidSubnet, status 400, request req-7, answer 'network.subnets.nodes'). Not begun because of that: Thing cluster. Resume the run when the cause is gone; what is done is not done again.",
    );
  });

  it('goes on after a failure with what is left, from the first attempt', async () => {
    const world = await start('SQLITE_3');
    const id = await world.add(someSteps());
    world.outside.starts.network = [retry, failed];
    const engine = world.createEngine();
    await engine.execute(id);
    expect(await world.runs.getState(id)).toBe('failed');

    await world.runs.resume(id, { at: '', level: 'info', message: 'Go on' });
    await expect(engine.execute(id)).resolves.toBe('ended');

    expect(await world.runs.getState(id)).toBe('succeeded');
    expect((await world.step(id, 'network'))?.attempts).toBe(1);
    expect(world.planner.prepare).toHaveBeenCalledTimes(1);
    const writes = [...world.outside.things.values()].map(
      thing => thing.writes,
    );
    expect(writes).toEqual([1, 1, 1, 1]);
  });

  describe('when canceled', () => {
    const cancelAt = async (
      world: Awaited<ReturnType<typeof start>>,
      isThen: (states: Record<string, string>) => boolean,
    ) => {
      const id = await world.add([
        step('group', { expectedSeconds: 0 }),
        step('network', { dependsOn: ['group'], expectedSeconds: 9_000 }),
        step('cluster', { dependsOn: ['network'] }),
      ]);
      const engine = world.createEngine();
      const end = engine.execute(id);
      while (!isThen(await world.states(id))) {
        await new Promise(resolve => setTimeout(resolve, 1));
      }
      await world.runs.cancel(id, { at: '', level: 'info', message: 'Stop' });
      engine.cancel(id);
      await expect(end).resolves.toBe('ended');
      return id;
    };
    const isFollowed =
      (world: Awaited<ReturnType<typeof start>>) =>
      (states: Record<string, string>) =>
        states.network === 'running' && world.outside.things.has('network');

    it('stops what is under way, and says what exists', async () => {
      const world = await start('SQLITE_3');

      const id = await cancelAt(world, isFollowed(world));

      expect(await world.states(id)).toEqual({
        group: 'succeeded',
        network: 'canceled',
        cluster: 'skipped',
      });
      expect((await world.step(id, 'cluster'))?.message).toBe(
        'Not begun, because the run was canceled',
      );
      expect(await world.runs.get(id)).toMatchObject({
        state: 'canceled',
        message:
          'Canceled. There now: Thing group. Stopped half-way: Thing network. Not begun: Thing cluster.',
      });
      expect(world.outside.calls).toContain('cancel network');
    });

    it('follows what cannot be stopped to its end', async () => {
      const world = await start('SQLITE_3');
      world.outside.onCancel = 'is ready soon';

      const id = await cancelAt(world, isFollowed(world));

      expect(await world.runs.get(id)).toMatchObject({
        state: 'canceled',
        message:
          'Canceled. There now: Thing group, Thing network. Not begun: Thing cluster.',
      });
      expect((await world.lines(id)).join()).not.toContain(CANARY);
    });

    it('stops what is being asked for just now', async () => {
      const world = await start('SQLITE_3');
      const { outside } = world;
      const id = await world.add([
        step('network', { expectedSeconds: 9_000 }),
        step('cluster', { dependsOn: ['network'] }),
      ]);
      const engine = world.createEngine();
      outside.onStart = async () => {
        await world.runs.cancel(id, { at: '', level: 'info', message: 'Stop' });
        engine.cancel(id);
      };

      await engine.execute(id);

      expect(await world.states(id)).toEqual({
        network: 'canceled',
        cluster: 'skipped',
      });
      expect(outside.calls).toContain('cancel network');
    });

    it('comes to its end after a kill at every write', async () => {
      const world = await start('SQLITE_3');
      const { outside, runs } = world;
      let kills = 0;
      for (let writes = 0; ; writes += 1) {
        outside.things.clear();
        outside.calls.length = 0;
        outside.starts.role = [retry];
        const id = await world.add(someSteps());
        const store = breakAfter(runs, { writes, isWritten: false });
        const engines = [world.createEngine({ store }), world.createEngine()];
        outside.onStart = async ({ id: name }) => {
          if (name === 'network') {
            await runs.cancel(id, { at: '', level: 'info', message: 'Stop' });
            engines.forEach(engine => engine.cancel(id));
          }
        };
        const outcome = await engines[0].execute(id).catch(() => 'killed');
        await world.expire(id);
        await engines[1].execute(id);

        expect(await runs.getState(id)).toBe('canceled');
        expect(outside.calls.join()).not.toContain('start cluster');
        const states = Object.values(await world.states(id));
        expect(states).not.toContain('running');
        expect(states).not.toContain('waiting');
        expect(states).not.toContain('pending');
        if (outcome === 'ended') {
          break;
        }
        kills += 1;
      }
      expect(kills).toBeGreaterThan(5);
    });

    it('ends at once what waits for another try', async () => {
      const world = await start('SQLITE_3');
      world.outside.starts.network = [{ ...retry, afterMs: 3_600_000 }];

      const id = await cancelAt(world, ({ network }) => network === 'waiting');

      expect(await world.states(id)).toMatchObject({ network: 'canceled' });
      expect(await world.runs.getState(id)).toBe('canceled');
    });

    it('does not follow for ever', async () => {
      const world = await start('SQLITE_3');
      const id = await world.add([step('network', { expectedSeconds: 1e9 })]);
      world.outside.onCancel = 'goes on';
      await world.runs.cancel(id, { at: '', level: 'info', message: 'Stop' });
      const bounds = { cancelMs: 5_000 };
      // It was under way when its replica was killed.
      const claimed = await claimFor(world, id);
      await world.outside.start(step('network', { expectedSeconds: 1e9 }), {
        instance: 'test',
        cluster: id,
        attempt: 0,
      });
      await world.runs.record(claimed, {
        plan: [step('network', { expectedSeconds: 1e9 })],
        steps: [
          { id: 'network', state: 'running', attempts: 1, poller: CANARY },
        ],
      });
      await world.expire(id);

      await world.createEngine({ bounds }).execute(id);

      expect(await world.states(id)).toEqual({ network: 'canceled' });
      expect((await world.step(id, 'network'))?.message).toMatch(
        /still under way/,
      );
      expect(world.outside.calls).toContain('cancel network');
    });

    it('writes nothing when it had not begun', async () => {
      const world = await start('SQLITE_3');
      const id = await world.add(someSteps());
      await world.runs.cancel(id, { at: '', level: 'info', message: 'Stop' });

      await world.createEngine().execute(id);

      expect(await world.runs.get(id)).toMatchObject({
        state: 'canceled',
        message: 'Canceled before anything was written.',
      });
      expect(world.outside.calls).toEqual([]);
      expect(world.planner.prepare).not.toHaveBeenCalled();
    });

    it('stops reading what is there', async () => {
      const world = await start('SQLITE_3');
      const id = await world.add(someSteps());
      const engine = world.createEngine();
      world.planner.prepare.mockImplementation(
        async (_, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
            engine.cancel(id);
          }),
      );

      await engine.execute(id);

      expect(await world.runs.getState(id)).toBe('canceled');
    });

    it('is read by the replica that carries it out', async () => {
      const world = await start('SQLITE_3');
      const id = await world.add([step('network', { expectedSeconds: 9_000 })]);
      const end = world.createEngine({ leaseMs: 30_000 }).execute(id);
      while ((await world.states(id)).network !== 'running') {
        await new Promise(resolve => setTimeout(resolve, 1));
      }

      await world.runs.cancel(id, { at: '', level: 'info', message: 'Stop' });

      await expect(end).resolves.toBe('ended');
      expect(await world.runs.getState(id)).toBe('canceled');
    });
  });

  async function claimFor(
    world: Awaited<ReturnType<typeof start>>,
    run: string,
  ) {
    const holder = 'killed';
    await world.leases.take({
      cluster: leaseOfRun(run),
      holder,
      milliseconds: 60_000,
    });
    const claimed = await world.runs.claim({ run, holder, at: '' });
    if (!claimed) {
      throw new Error('The run was not claimed');
    }
    return claimed.hold;
  }

  it('hands its runs over when the process stops', async () => {
    const world = await start('SQLITE_3');
    const id = await world.add([
      step('network', { expectedSeconds: 9_000 }),
      step('cluster', { dependsOn: ['network'] }),
    ]);
    const first = world.createEngine();
    const end = first.execute(id);
    while (!world.outside.calls.includes('poll network')) {
      await new Promise(resolve => setTimeout(resolve, 1));
    }

    await first.stop();
    world.outside.finish();

    await expect(end).resolves.toBe('abandoned');
    // At once: no lease is in the way.
    await expect(world.createEngine().execute(id)).resolves.toBe('ended');
    await expect(first.execute(id)).resolves.toBe('busy');
    expect(await world.runs.getState(id)).toBe('succeeded');
    const writes = [...world.outside.things.values()].map(
      thing => thing.writes,
    );
    expect(writes).toEqual([1, 1]);
  });

  it.each([
    ['a refusal', async () => ({ refusal: 'There is a problem.' })],
    [
      'what cannot be read',
      async () => {
        throw new Error('There is a problem.');
      },
    ],
  ])('fails without a write on %s', async (_, prepare) => {
    const world = await start('SQLITE_3');
    const id = await world.add([]);
    world.planner.prepare.mockImplementation(prepare);

    await world.createEngine().execute(id);

    expect(await world.runs.get(id)).toMatchObject({
      state: 'failed',
      message: 'There is a problem.',
      isPlanned: false,
    });
    expect(world.outside.calls).toEqual([]);
  });

  it.each([
    [
      'a circle',
      [step('a', { dependsOn: ['b'] }), step('b', { dependsOn: ['a'] })],
      /wait for each other: a → b → a/,
    ],
    [
      'what is not there',
      [step('a', { dependsOn: ['z'] })],
      /'z', which is not in the plan/,
    ],
  ])('refuses a plan with %s', async (_, steps, expected) => {
    const world = await start('SQLITE_3');
    const id = await world.add(steps);

    await world.createEngine().execute(id);

    const run = await world.runs.get(id);
    expect(run).toMatchObject({ state: 'failed', isPlanned: false });
    expect(run?.message).toMatch(expected);
    expect(world.outside.calls).toEqual([]);
  });

  it('fails when the cluster cannot be used, and tries that again', async () => {
    const world = await start('SQLITE_3');
    const id = await world.add(someSteps());
    world.planner.conclude.mockRejectedValueOnce(new Error('No endpoint yet'));
    const engine = world.createEngine();

    await engine.execute(id);
    expect(await world.runs.get(id)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('No endpoint yet'),
    });
    const { length } = world.outside.calls;
    await world.runs.resume(id, { at: '', level: 'info', message: 'Go on' });
    await engine.execute(id);

    expect(await world.runs.getState(id)).toBe('succeeded');
    expect(world.outside.calls).toHaveLength(length);
  });

  it('shows a poller nowhere, even when a driver does', async () => {
    const world = await start('SQLITE_3');
    const id = await world.add([
      step('loud'),
      step('broken'),
      step('checked', { target: 'check', operation: 'check' }),
    ]);
    const poller = `secret-${CANARY}`;
    const seen = `https://arm/op?${CANARY}`;
    const evidence = [{ what: 'x', expected: 'y', seen, ok: true }];
    const running = { state: 'running' as const, poller, afterMs: 1 };
    world.outside.starts.loud = [{ ...running, message: `At ${poller}` }];
    world.outside.polls.loud = [
      { ...failed, error: { ...error, message: `No ${poller} at ${seen}` } },
    ];
    world.outside.starts.broken = [running];
    world.outside.polls.broken = [new Error(`GET ${seen} with ${poller}`)];
    world.outside.starts.checked = [
      { state: 'succeeded', changed: false, message: seen, evidence },
    ];

    await world.createEngine().execute(id);

    const shown = JSON.stringify([
      await world.runs.get(id),
      await world.runs.listSteps(id),
      await world.runs.listEvents(id, 0),
      world.logger.info.mock.calls,
      world.logger.warn.mock.calls,
      world.logger.error.mock.calls,
    ]);
    expect(shown).not.toContain(CANARY);
    expect(shown).toContain('https://arm/op');
    expect(await world.states(id)).toEqual({
      loud: 'failed',
      broken: 'failed',
      checked: 'succeeded',
    });
  });
});
