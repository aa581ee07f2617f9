import { chunk } from 'lodash';
import { type Diagnostic, formatInstant } from '@meshwright/plugin-mesh-common';
import type { StatusStore } from '../database';

/** After so long another replica may have seen the end of a problem. */
const TRUSTED_MS = 15 * 60_000;
/** So many statuses are read at once: one takes tens of kilobytes. */
const AT_ONCE = 20;

type Entry = { since: string; seenAt: number };

/**
 * Knows since when there is a problem that nobody dates: it was not there in
 * a pass before. Survives restarts in the stored statuses.
 */
export class ProblemLog {
  readonly #statuses: Pick<StatusStore, 'get'>;
  #entries = new Map<string, Entry>();

  constructor(statuses: Pick<StatusStore, 'get'>) {
    this.#statuses = statuses;
  }

  /** The problems there are at an instant, with since when; no others are. */
  async date(problems: Diagnostic[], at: string): Promise<Diagnostic[]> {
    const seenAt = Date.parse(at);
    const known = new Map(
      [...this.#entries].filter(
        ([, entry]) => seenAt - entry.seenAt < TRUSTED_MS,
      ),
    );
    const stored = await this.#readStored(
      problems.filter(problem => !known.has(keyOf(problem))),
    );
    const dated = problems.map(problem => {
      const key = keyOf(problem);
      return {
        ...problem,
        since: known.get(key)?.since ?? stored.get(key) ?? at,
      };
    });
    this.#entries = new Map(
      dated.map(problem => [keyOf(problem), { since: problem.since, seenAt }]),
    );
    return dated.map(problem => ({
      ...problem,
      message: `${problem.message}. It is so since ${formatInstant(
        problem.since,
      )}`,
    }));
  }

  async #readStored(problems: Diagnostic[]): Promise<Map<string, string>> {
    const refs = [...new Set(problems.map(({ entityRef }) => entityRef))];
    const found = new Map<string, string>();
    for (const some of chunk(refs, AT_ONCE)) {
      const statuses = await Promise.all(
        some.map(ref => this.#statuses.get(ref)),
      );
      for (const problem of statuses.flatMap(s => s?.diagnostics ?? [])) {
        if (problem.since) {
          found.set(keyOf(problem), problem.since);
        }
      }
    }
    return found;
  }
}

function keyOf({ entityRef, code }: Diagnostic): string {
  return `${code} ${entityRef}`;
}
