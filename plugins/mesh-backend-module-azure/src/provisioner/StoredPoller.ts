import { isObject } from '../client/WireAnswer';

/**
 * What is kept of a step that runs. It may hold an address that Azure has
 * signed: a secret.
 */
export type StoredPoller = {
  /**
   * What is asked: an operation of Azure, the resource itself, or whether a
   * resource provider is registered.
   */
  kind: 'operation' | 'resource' | 'registration';
  /** Of the operation. */
  state?: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** Whether this step has written, as far as is known. */
  changed: boolean;
  /** Whether the resource must be compared at the end: others wrote, too. */
  verify: boolean;
  /** Answers in a row that were no news. */
  failures: number;
};

export function writePoller(poller: StoredPoller): string {
  return JSON.stringify(poller);
}

/** Undefined for what is none of ours: the step then starts again. */
export function readPoller(text: string): StoredPoller | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) {
    return undefined;
  }
  const { kind, state, startedAt, changed, verify, failures } = value;
  const isKind =
    kind === 'operation' || kind === 'resource' || kind === 'registration';
  if (!isKind || typeof startedAt !== 'number') {
    return undefined;
  }
  if (kind === 'operation' && typeof state !== 'string') {
    return undefined;
  }
  return {
    kind,
    startedAt,
    changed: changed === true,
    verify: verify === true,
    failures: typeof failures === 'number' ? failures : 0,
    ...(typeof state === 'string' && { state }),
  };
}
