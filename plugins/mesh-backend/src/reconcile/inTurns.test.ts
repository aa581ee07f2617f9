import { inTurns } from './inTurns';

describe('inTurns', () => {
  let clock = 0;

  beforeEach(() => {
    clock = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => clock);
  });

  afterEach(() => jest.restoreAllMocks());

  function* work(steps: number, milliseconds: number) {
    for (let step = 0; step < steps; step += 1) {
      clock += milliseconds;
      yield;
    }
    return 'done';
  }

  /** Somebody who takes a turn after the other; counts them. */
  function takeTurns(most: number, milliseconds: number) {
    const taken = { turns: 0 };
    const take = () => {
      taken.turns += 1;
      clock += milliseconds;
      if (taken.turns < most) setImmediate(take);
    };
    setImmediate(take);
    return taken;
  }

  it('comes to what the steps come to', async () => {
    await expect(inTurns(work(3, 20))).resolves.toBe('done');
    const failing = (function* fail() {
      yield;
      throw new Error('no step further');
    })();
    await expect(inTurns(failing)).rejects.toThrow('no step further');
  });

  it('lets nobody wait for more than some milliseconds', async () => {
    const others = takeTurns(1000, 0);
    await inTurns(work(9, 1));
    expect(others.turns).toBe(0);
    await inTurns(work(110, 1));
    // One at the end of every eleventh.
    expect(others.turns).toBe(10);
  });

  it('gives whoever needs several turns all of them', async () => {
    const others = takeTurns(20, 1);
    await inTurns(work(2, 11));
    expect(others.turns).toBe(20);
  });

  it('goes on though others always have something to do', async () => {
    const others = takeTurns(1000, 2);
    await inTurns(work(2, 11));
    expect(others.turns).toBeGreaterThan(20);
    expect(others.turns).toBeLessThan(40);
  });
});
