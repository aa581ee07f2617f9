import { setTimeout as wait } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { LeaseStore } from '../database';
import type { ClusterList } from './ManagedCluster';
import type { PassTrigger } from './PassTrigger';
import { within } from './within';

/**
 * Asks for the passes that other replicas began and did not end: their leases
 * are over, and nobody gave them back. Whoever heard of the change that such
 * a pass was for may be dead. Looks three times in the time of a lease. An
 * outage of the database is told when it begins and when it ends.
 */
export async function followLeases(options: {
  leases: Pick<LeaseStore, 'listExpired'>;
  clusters: Pick<ClusterList, 'list'>;
  trigger: Pick<PassTrigger, 'takeOver'>;
  logger: LoggerService;
  leaseMs: number;
  signal: AbortSignal;
}): Promise<void> {
  const { leases, clusters, trigger, logger, leaseMs, signal } = options;
  let isBlind = false;
  while (!signal.aborted) {
    try {
      await wait(leaseMs / 3, undefined, { signal, ref: false });
      const expired = await within(leases.listExpired(), {
        milliseconds: leaseMs,
        signal,
      });
      if (isBlind) {
        isBlind = false;
        logger.info('Can read again which leases are over');
      }
      // Runs have leases, too, and clusters may have gone.
      const known = new Set(clusters.list().map(({ name }) => name));
      expired
        .filter(name => known.has(name))
        .forEach(name => trigger.takeOver(name));
    } catch (error) {
      if (!signal.aborted && !isBlind) {
        isBlind = true;
        logger.warn('Cannot read which leases are over; tries on', {
          error: toError(error).message,
        });
      }
    }
  }
}
