import { mockServices } from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import { PassTrigger } from './PassTrigger';

describe('PassTrigger', () => {
  const scheduler = mockServices.scheduler.mock();
  const create = () =>
    new PassTrigger({
      scheduler,
      logger: mockServices.logger.mock(),
      clusters: ['a', 'b'],
    });

  beforeEach(() => {
    jest.useFakeTimers();
    scheduler.triggerTask.mockReset().mockResolvedValue();
  });
  afterEach(() => jest.useRealTimers());

  it('makes one pass of many requests', async () => {
    const trigger = create();
    trigger.trigger('a');
    trigger.trigger('a');
    trigger.triggerAll();

    await jest.advanceTimersByTimeAsync(5000);

    expect(scheduler.triggerTask.mock.calls.flat().sort()).toEqual([
      'mesh-reconcile-a',
      'mesh-reconcile-b',
    ]);
  });

  it('asks again while a pass is running', async () => {
    scheduler.triggerTask.mockRejectedValueOnce(new ConflictError('running'));
    create().trigger('a');

    await jest.advanceTimersByTimeAsync(5000);

    expect(scheduler.triggerTask).toHaveBeenCalledTimes(2);
  });

  it('does nothing any more once it is stopped', async () => {
    const trigger = create();
    trigger.trigger('a');
    trigger.stop();
    trigger.triggerLater('a', 10);

    await jest.advanceTimersByTimeAsync(5000);

    expect(scheduler.triggerTask).not.toHaveBeenCalled();
  });
});
