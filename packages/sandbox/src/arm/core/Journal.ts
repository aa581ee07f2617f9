import { createHash } from 'node:crypto';

/**
 * A write that took effect.
 *
 * @public
 */
export type JournalEntry = {
  sequence: number;
  /** Number of the request since the start; 0 when none caused it. */
  request: number;
  method: string;
  /** As it is written in the store. */
  id: string;
  type: string;
  effect: 'created' | 'updated' | 'deleted' | 'action';
  /** SHA-256 of the body that was sent. */
  bodyHash?: string;
};

/**
 * What was asked and what was written, for tests that look for duplicates
 * and orphans.
 *
 * @public
 */
export class Journal {
  #requests = 0;
  #sequence = 0;
  #entries: JournalEntry[] = [];

  /** Requests to Resource Manager since the start. */
  get requests(): number {
    return this.#requests;
  }

  entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  /** Forgets the entries; the numbers go on. */
  clear(): void {
    this.#entries = [];
  }

  count(): number {
    this.#requests += 1;
    return this.#requests;
  }

  add(
    entry: Omit<JournalEntry, 'sequence' | 'bodyHash' | 'request'> & {
      body?: string;
    },
  ): void {
    const { body, ...fields } = entry;
    this.#sequence += 1;
    this.#entries.push({
      sequence: this.#sequence,
      request: this.#requests,
      ...fields,
      ...(body !== undefined && {
        bodyHash: createHash('sha256').update(body).digest('hex'),
      }),
    });
  }
}
