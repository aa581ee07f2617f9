import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { MeshRun, RunState } from '@meshwright/plugin-mesh-common';
import type { ClusterRunsClient } from '../client/ClusterRunsClient';
import type { RequestOptions } from '../client/MeshBackendClient';
import { type Patience, withPatience } from './withPatience';

/** The rest comes with the next look. */
const MAX_PAGES = 100;

const ENDED: ReadonlySet<RunState> = new Set([
  'succeeded',
  'failed',
  'canceled',
]);

/** How a run is followed. */
export type Following = RequestOptions & {
  client: Pick<ClusterRunsClient, 'getRun' | 'listEvents'>;
  logger: LoggerService;
  patience: Patience;
  /** Gives up at this instant, in milliseconds; never when absent. */
  until?: number;
};

/**
 * Writes each line of a run's progress to the log until it has ended, and
 * returns it as it is then. Goes on when the backend comes back.
 */
export async function followRun(
  id: string,
  following: Following & { after?: number },
): Promise<{ run: MeshRun; after: number }> {
  const { patience, signal, until = Infinity } = following;
  let after = following.after ?? 0;
  for (;;) {
    signal?.throwIfAborted();
    // The state first: what happened before the end is then in the events.
    const run = await withPatience(
      () => following.client.getRun(id, following),
      following,
    );
    const hasEnded = ENDED.has(run.state);
    after = await writeEvents(id, { ...following, after });
    if (hasEnded || Date.now() >= until) {
      return { run, after };
    }
    await sleep(patience.pollMs, undefined, { signal });
  }
}

/** Number of the last line that was written. */
async function writeEvents(
  id: string,
  following: Following & { after: number },
): Promise<number> {
  const { client, logger } = following;
  let { after } = following;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const seen = after;
    const { items } = await withPatience(
      () => client.listEvents({ id, after: seen }, following),
      following,
    );
    const unseen = items.filter(({ sequence }) => sequence > seen);
    for (const { level, message } of unseen) {
      logger[level](message);
    }
    if (unseen.length === 0) {
      break;
    }
    after = unseen[unseen.length - 1].sequence;
  }
  return after;
}
