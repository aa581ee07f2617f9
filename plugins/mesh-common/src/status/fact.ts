import type { Condition } from './pass';

/** A condition before it is given a type and a time. */
export type Fact = Pick<Condition, 'status' | 'reason' | 'message'>;

export const isTrue = (reason: string, message: string): Fact => ({
  status: 'true',
  reason,
  message,
});

export const isFalse = (reason: string, message: string): Fact => ({
  status: 'false',
  reason,
  message,
});

export const isUnknown = (reason: string, message: string): Fact => ({
  status: 'unknown',
  reason,
  message,
});

/** The first of some doubts; undefined when there is none. */
export function firstDoubt(
  ...doubts: Array<() => Fact | undefined>
): Fact | undefined {
  for (const doubt of doubts) {
    const fact = doubt();
    if (fact) {
      return fact;
    }
  }
  return undefined;
}
