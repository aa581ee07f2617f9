import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Gaps } from './observeCluster';

const NAMES: Record<keyof Gaps, string> = {
  zone: 'The private zone of a cluster',
  traffic: 'The traffic source of a cluster',
};

/** Tells the log once when a source stops answering, and when it is back. */
export class GapLog {
  readonly #logger: LoggerService;
  readonly #open = new Map<string, Gaps>();

  constructor(logger: LoggerService) {
    this.#logger = logger;
  }

  note(cluster: string, gaps: Gaps): void {
    const before = this.#open.get(cluster) ?? {};
    for (const source of ['zone', 'traffic'] as const) {
      if (gaps[source] !== undefined && before[source] === undefined) {
        this.#logger.warn(`${NAMES[source]} does not answer`, {
          cluster,
          reason: gaps[source],
        });
      }
      if (gaps[source] === undefined && before[source] !== undefined) {
        this.#logger.info(`${NAMES[source]} answers again`, { cluster });
      }
    }
    this.#open.set(cluster, gaps);
  }
}
