import { setTimeout as sleep } from 'node:timers/promises';
import type { SchedulerService } from '@backstage/backend-plugin-api';

const PERIOD_MS = 2_000;

/** Runs tasks again and again until it is over, whatever their schedule. */
export function createScheduler(
  over: AbortSignal,
): Pick<SchedulerService, 'scheduleTask'> {
  return {
    async scheduleTask({ fn, signal }) {
      const ended = signal ? AbortSignal.any([signal, over]) : over;
      const repeat = async () => {
        while (!ended.aborted) {
          await Promise.resolve(fn(ended)).catch(() => undefined);
          await sleep(PERIOD_MS, undefined, { signal: ended });
        }
      };
      repeat().catch(() => undefined);
    },
  };
}
