import { followStep } from './followStep';
import { StepScheduler } from './StepScheduler';
import type { StepWork } from './StepWork';

jest.mock('./followStep', () => ({ followStep: jest.fn() }));

describe('StepScheduler', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'tries a step again that is due %i looks at the clock later',
    async looks => {
      let time = 0;
      const work = {
        step: { id: 'a', provider: 'x', dependsOn: [] },
        progress: { state: 'pending', attempts: 0 },
        tail: 0,
        isBusy: false,
      } as unknown as StepWork;
      jest
        .mocked(followStep)
        .mockReset()
        .mockImplementationOnce(async () => {
          const notBefore = time + looks;
          work.progress = { state: 'waiting', attempts: 1, notBefore };
        })
        .mockImplementationOnce(async () => {
          work.progress = { state: 'succeeded', attempts: 2 };
        });
      const scheduler = new StepScheduler({
        works: [work],
        limits: {},
        signals: { stopped: new AbortController().signal },
        // Time goes on between any two looks.
        clock: {
          now: () => {
            time += 1;
            return time;
          },
          wait: async () => undefined,
        },
      } as unknown as ConstructorParameters<typeof StepScheduler>[0]);

      await scheduler.carryOut();

      expect(work.progress.state).toBe('succeeded');
    },
  );
});
