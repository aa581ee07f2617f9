import type { HttpClient } from '@azure/core-rest-pipeline';
import type { ArmCore } from '@meshwright/sandbox';
import { createInProcessClient } from './parts';
import type { Process } from './Process';
import type { CampaignClock } from './VirtualClock';

/** Told of each request, by its number; true kills who sent it. */
export type Watch = (moment: 'before' | 'after', request: number) => boolean;

/** Carries requests of the SDK to Azure without a network. */
export function createHttpClient(options: {
  arm: ArmCore;
  clock: CampaignClock;
  process: Process;
  watch: Watch;
}): HttpClient {
  const { arm, clock, process, watch } = options;
  const wire = createInProcessClient(arm);
  return {
    sendRequest: request =>
      process.call(() =>
        clock.during(async () => {
          const number = arm.journal.requests + 1;
          if (watch('before', number)) {
            process.kill();
            throw new Error('Nobody is there to see this');
          }
          const answer = await wire.sendRequest(request);
          if (watch('after', number)) {
            process.kill();
          }
          return answer;
        }),
      ),
  };
}
