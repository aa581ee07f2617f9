import { setTimeout as sleep } from 'node:timers/promises';
import {
  type FaultyNetwork,
  findTool,
  startFaultyNetwork,
} from '@meshwright/control-plane';
import {
  type Outcome,
  startPublishing,
} from '../__testUtils__/startPublishing';

// The first start on a machine may have to build.
jest.setTimeout(5 * 60_000);

const found = findTool('toxiproxy');
if (found.state === 'missing') {
  process.stdout.write(`Faulty network left out: ${found.reason}\n`);
}

let world: Awaited<ReturnType<typeof startPublishing>>;
beforeAll(async () => {
  world = await startPublishing();
  // The library waits for a minute in all between its tries.
  const wait = global.setTimeout;
  jest
    .spyOn(global, 'setTimeout')
    .mockImplementation(((act: () => void, ms?: number) =>
      wait(act, Math.min(ms ?? 0, 100))) as typeof setTimeout);
});
afterAll(async () => {
  jest.restoreAllMocks();
  await world.stop();
});

/** The words of a failure, in which nobody finds a password. */
function wordsOf({ error, log, outputs }: Outcome): string | undefined {
  const all = `${error?.stack} ${error?.message} ${log} ${JSON.stringify(
    outputs,
  )}`;
  for (const secret of [
    world.login.password,
    Buffer.from(`${world.login.user}:${world.login.password}`).toString(
      'base64',
    ),
  ]) {
    expect(all).not.toContain(secret);
  }
  return error?.message;
}

describe('mesh:repository:publish', () => {
  it('makes a repository and pushes the workspace', async () => {
    const outcome = await world.publish('orders');

    expect(wordsOf(outcome)).toBeUndefined();
    expect(await world.textOf('orders')).toBe('hello');
    const page = `${world.host.url}/shop/orders`;
    expect(outcome.outputs).toEqual({
      remoteUrl: `${page}.git`,
      repoContentsUrl: `${page}/src/branch/main/`,
      commitHash: (await world.host.source.list()).find(
        ({ repo }) => repo === 'orders',
      )?.head,
    });
    const { repoContentsUrl } = outcome.outputs;
    expect((await fetch(`${repoContentsUrl}README.md`)).status).toBe(200);
  });

  it('goes on with a repository that is empty', async () => {
    await world.host.createRepository('shop', 'empty');

    const outcome = await world.publish('empty');

    expect(wordsOf(outcome)).toBeUndefined();
    expect(outcome.log).toMatch(/'shop\/empty' is on .* and empty; goes on/);
    expect(await world.textOf('empty')).toBe('hello');
  });

  it('leaves a repository with commits alone, and says what to do', async () => {
    const before = 'what others wrote';
    await world.host.createRepository('shop', 'used', { 'README.md': before });
    const heads = await world.host.source.list();

    const outcome = await world.publish('used');

    expect(outcome.error?.name).toBe('ConflictError');
    expect(wordsOf(outcome)).toMatch(
      /'shop\/used' is there and has commits.*Start again with another name/,
    );
    expect(await world.host.source.list()).toEqual(heads);
    expect(await world.textOf('used')).toBe(before);
  });

  it('lets one of two at once push, and overwrites nothing', async () => {
    await world.host.createRepository('shop', 'raced');

    const texts = ['one', 'other'];
    const outcomes = await Promise.all(
      texts.map(text => world.publish('raced', { text })),
    );

    const winners = texts.filter((_, at) => !outcomes[at].error);
    expect(winners).toEqual([await world.textOf('raced')]);
    const [words] = outcomes.map(wordsOf).filter(Boolean);
    expect(words).toMatch(/could not be pushed|has commits/);
  });

  it('pushes once when its task is tried again', async () => {
    const task = 'task-1';
    const first = await world.publish('again', { task });
    const second = await world.publish('again', { task, text: 'changed' });

    expect(wordsOf(second)).toBeUndefined();
    expect(second.outputs).toEqual(first.outputs);
    expect(await world.textOf('again')).toBe('hello');
  });

  it('says that the repository is gone when its task is tried again', async () => {
    const task = 'task-2';
    await world.publish('gone', { task });
    await world.remove('gone');

    const second = await world.publish('gone', { task });

    expect(wordsOf(second)).toMatch(
      /'shop\/gone' .* is gone. Start a new task/,
    );
    expect(world.host.hasRepository('shop', 'gone')).toBe(false);
  });

  it('makes nothing in a dry run, or when it is cancelled', async () => {
    const dry = await world.publish('dry', { isDryRun: true });
    const signal = AbortSignal.abort();
    const cancelled = await world.publish('cancelled', { signal });

    expect(wordsOf(dry)).toBeUndefined();
    expect(cancelled.error?.name).toBe('AbortError');
    expect(world.host.hasRepository('shop', 'dry')).toBe(false);
    expect(world.host.hasRepository('shop', 'cancelled')).toBe(false);
  });

  it.each([
    [
      'a host that is away',
      { address: 'git.invalid' },
      /'git.invalid' did not answer about .*'shop\/refused': E[A-Z_]+\. Start/,
    ],
    [
      'a wrong password',
      { password: 'wrong' },
      /answered 401 about the repository 'shop\/refused'.*'integrations.gitea'/,
    ],
    [
      'an owner that the host has not',
      { owner: 'nobody' },
      /answered 404 .*There is no organization 'nobody'.*Ask those who run/,
    ],
  ])('says what to do about %s', async (_, options, words) => {
    const outcome = await world.publish('refused', options);

    expect(wordsOf(outcome)).toMatch(words);
    expect(world.host.hasRepository('shop', 'refused')).toBe(false);
  });
});

(found.state === 'missing' ? describe.skip : describe)(
  'mesh:repository:publish on a bad line',
  () => {
    let network: FaultyNetwork;
    beforeAll(async () => {
      network = await startFaultyNetwork();
    });
    afterAll(async () => {
      await network.stop();
    });
    const open = async () => {
      const wire = await network.open(new URL(world.host.url).host);
      return { wire, address: `${wire.host}:${wire.port}` };
    };

    it('goes on with the repository that a broken push left', async () => {
      const { wire, address } = await open();
      // Lets the repository be made, and ends in the middle of the files.
      const mend = await wire.afflict({
        ...{ type: 'limit_data', stream: 'upstream' },
        attributes: { bytes: 20_000 },
      });

      const first = await world.publish('broken', { address });

      expect(wordsOf(first)).toMatch(
        /could not be pushed to .*\/shop\/broken\.git: .*Nothing was deleted\. Start again with the same answers/,
      );
      expect(world.host.hasRepository('shop', 'broken')).toBe(true);
      expect(await world.textOf('broken')).toBeUndefined();

      await mend();
      const second = await world.publish('broken', { address, text: 'again' });

      expect(wordsOf(second)).toBeUndefined();
      expect(await world.textOf('broken')).toBe('again');
    });

    it('ends a push that takes for ever when its task is cancelled', async () => {
      const { wire, address } = await open();
      await wire.afflict({
        ...{ type: 'bandwidth', stream: 'upstream' },
        attributes: { rate: 1 },
      });
      const cancelled = new AbortController();
      const { signal } = cancelled;

      const run = world.publish('endless', { address, signal });
      while (!world.host.hasRepository('shop', 'endless')) {
        await sleep(20);
      }
      cancelled.abort();
      const { error } = await run;
      await wire.cut();

      expect(error?.name).toBe('AbortError');
      expect(await world.textOf('endless')).toBeUndefined();
    });

    it('goes on with a repository that it was never told of', async () => {
      const { wire, address } = await open();
      const mend = await wire.afflict({
        ...{ type: 'limit_data', stream: 'downstream' },
        attributes: { bytes: 1 },
      });

      const first = await world.publish('untold', { address });

      expect(wordsOf(first)).toMatch(/did not answer about .*'shop\/untold'/);
      expect(world.host.hasRepository('shop', 'untold')).toBe(true);

      await mend();
      const second = await world.publish('untold', { address });

      expect(wordsOf(second)).toBeUndefined();
      expect(await world.textOf('untold')).toBe('hello');
    });
  },
);
