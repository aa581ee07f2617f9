import { PassTrigger } from './PassTrigger';

describe('PassTrigger', () => {
  const makePass = jest.fn();
  const create = () => {
    const trigger = new PassTrigger({ clusters: () => ['a', 'b'] });
    trigger.connect(makePass);
    return trigger;
  };

  beforeEach(() => {
    jest.useFakeTimers();
    makePass.mockReset().mockResolvedValue('made');
  });
  afterEach(() => jest.useRealTimers());

  it('makes one pass of many requests', async () => {
    const trigger = create();
    trigger.trigger('a');
    trigger.trigger('a');
    trigger.triggerAll();

    await jest.advanceTimersByTimeAsync(5000);

    expect(makePass.mock.calls.flat().sort()).toEqual(['a', 'b']);
  });

  it.each(['busy', 'lost'])('asks again after one that was %s', async how => {
    makePass.mockResolvedValueOnce(how);
    create().trigger('a');

    await jest.advanceTimersByTimeAsync(5000);

    expect(makePass).toHaveBeenCalledTimes(2);
  });

  it('takes over at once, and leaves it to whoever was first', async () => {
    makePass.mockResolvedValueOnce('busy');
    const trigger = create();

    trigger.takeOver('a');
    expect(makePass).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(5000);

    expect(makePass).toHaveBeenCalledTimes(1);
  });

  it('takes over nothing that a pass of its own is about to do', async () => {
    let finish = (_: string) => {};
    makePass.mockReturnValueOnce(new Promise(resolve => (finish = resolve)));
    const trigger = create();
    trigger.trigger('a');
    trigger.takeOver('a');
    await jest.advanceTimersByTimeAsync(1000);
    trigger.takeOver('a');

    finish('made');
    await jest.advanceTimersByTimeAsync(5000);

    expect(makePass).toHaveBeenCalledTimes(1);
  });

  it('asks again when it loses what it took over', async () => {
    makePass.mockResolvedValueOnce('lost');
    create().takeOver('a');

    await jest.advanceTimersByTimeAsync(5000);

    expect(makePass).toHaveBeenCalledTimes(2);
  });

  it('makes one more pass for all requests during a pass', async () => {
    let finish = (_: string) => {};
    makePass.mockReturnValueOnce(new Promise(resolve => (finish = resolve)));
    const trigger = create();
    for (let count = 0; count < 3; count++) {
      trigger.trigger('a');
      await jest.advanceTimersByTimeAsync(1000);
    }
    expect(makePass).toHaveBeenCalledTimes(1);

    finish('made');
    await jest.advanceTimersByTimeAsync(5000);

    expect(makePass).toHaveBeenCalledTimes(2);
  });

  it('keeps the earliest of the passes that are to come later', async () => {
    const trigger = create();
    trigger.triggerLater('a', 3000);
    trigger.triggerLater('a', 1000);
    trigger.triggerLater('a', 2000);

    await jest.advanceTimersByTimeAsync(1100);
    expect(makePass).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(5000);
    expect(makePass).toHaveBeenCalledTimes(1);
  });

  it('makes a pass right after an instant, and none for a distant one', async () => {
    const trigger = create();
    const after = (ms: number) => new Date(Date.now() + ms).toISOString();
    trigger.triggerAfter('a', after(30 * 24 * 3_600_000));
    trigger.triggerAfter('a', after(60_000));

    await jest.advanceTimersByTimeAsync(59_999);
    expect(makePass).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(100);
    expect(makePass).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(40 * 24 * 3_600_000);
    expect(makePass).toHaveBeenCalledTimes(1);
  });

  it('does nothing any more once it is stopped', async () => {
    const trigger = create();
    trigger.trigger('a');
    trigger.stop();
    trigger.triggerLater('a', 10);

    await jest.advanceTimersByTimeAsync(5000);

    expect(makePass).not.toHaveBeenCalled();
  });
});
