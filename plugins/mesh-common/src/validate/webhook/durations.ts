import { parseDuration } from '../text/duration';
import { isSet } from './read';

const MILLISECOND = 1e6;

/** What is wrong with a duration, if it is there. */
export function findDurationProblem(value: unknown): string | undefined {
  if (!isSet(value)) return undefined;
  const length = parseDuration(String(value)) ?? 0;
  if (length < MILLISECOND) return 'duration must be greater than 1ms';
  return length % MILLISECOND === 0
    ? undefined
    : 'only durations to ms precision are supported';
}
