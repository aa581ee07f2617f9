import type { WireAnswer } from './WireAnswer';

/**
 * Why a request came to nothing.
 *
 * - `refused`: Resource Manager answered, and it was no success.
 * - `failed`: it was accepted, and the operation that followed failed.
 * - `silent`: no answer, or none that can be understood.
 * - `unauthenticated`: no credential works here; nothing was sent.
 */
export type Trouble =
  | { kind: 'refused'; answer: WireAnswer }
  | { kind: 'failed'; status: 'failed' | 'canceled'; answer: WireAnswer }
  | { kind: 'silent'; reason: string; requestId?: string }
  | { kind: 'unauthenticated'; transient: boolean };

/** Carries a {@link Trouble}; never the request, which holds a token. */
export class TroubleError extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(`Azure Resource Manager: ${trouble.kind}`);
    this.name = 'TroubleError';
    this.trouble = trouble;
  }
}

/** The trouble of an error, when it is one of these. */
export function readTrouble(error: unknown): Trouble | undefined {
  return error instanceof TroubleError ? error.trouble : undefined;
}
