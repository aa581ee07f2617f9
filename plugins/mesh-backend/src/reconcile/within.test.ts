import { setImmediate as nextTurn } from 'node:timers/promises';
import { within } from './within';

const never = new Promise<never>(() => undefined);

describe('within', () => {
  it('hands out what work comes to', async () => {
    await expect(
      within(Promise.resolve('done'), { milliseconds: 60_000 }),
    ).resolves.toBe('done');
  });

  it.each([
    [20.4, 'No answer within 20 ms'],
    [0, 'No time is left to wait for an answer'],
    [-5, 'No time is left to wait for an answer'],
  ])('says how long it waited: %p ms', async (milliseconds, message) => {
    await expect(within(never, { milliseconds })).rejects.toThrow(message);
  });

  it('does not count the time in which nobody could hear an answer', async () => {
    const work = async () => {
      for (let turns = 0; turns < 5; turns += 1) await nextTurn();
      return 'late';
    };
    const answer = within(work(), { milliseconds: 1500 });

    // Nothing of this process goes on meanwhile, timers neither.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);

    await expect(answer).resolves.toBe('late');
  });

  it('ends when that is asked for', async () => {
    const stopped = new AbortController();
    const work = within(never, {
      ...{ milliseconds: 60_000, signal: stopped.signal },
    });
    stopped.abort();

    await expect(work).rejects.toThrow();
  });
});
