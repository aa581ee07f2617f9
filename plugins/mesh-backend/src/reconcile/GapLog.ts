import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Gaps } from './observeCluster';

const TEXTS: Record<keyof Gaps, { opened: string; closed: string }> = {
  zone: {
    opened: 'The private zone of a cluster does not answer',
    closed: 'The private zone of a cluster answers again',
  },
  traffic: {
    opened: 'The traffic source of a cluster does not answer',
    closed: 'The traffic source of a cluster answers again',
  },
  rights: {
    opened: 'Credentials may not write all kinds to a cluster',
    closed: 'Credentials may write all kinds to a cluster again',
  },
};

/** Tells the log once when something is missing, and when it is back. */
export class GapLog {
  readonly #logger: LoggerService;
  readonly #open = new Map<string, Gaps>();

  constructor(logger: LoggerService) {
    this.#logger = logger;
  }

  note(cluster: string, gaps: Gaps): void {
    const before = this.#open.get(cluster) ?? {};
    for (const source of ['zone', 'traffic', 'rights'] as const) {
      if (gaps[source] !== undefined && before[source] === undefined) {
        this.#logger.warn(TEXTS[source].opened, {
          cluster,
          reason: gaps[source],
        });
      }
      if (gaps[source] === undefined && before[source] !== undefined) {
        this.#logger.info(TEXTS[source].closed, { cluster });
      }
    }
    this.#open.set(cluster, gaps);
  }
}
