import { ANNOTATION_ADMITTED_UNTIL } from '../objects/annotations';
import type { MeshObject } from '../objects/types';

/** Hours that old pods are waited for. */
export const PATIENCE = 24;

const HOUR = 3_600_000;
/** Clocks of those who plan may differ by so much. */
const TOLERANCE = HOUR / 12;

/**
 * Until when something old stays admitted by a policy: what the policy says
 * since the first plan, or a day from now. Undefined when that is over, or
 * when it says what no plan can have said.
 */
export function deadlineOf(options: {
  /** A principal or a peer, as text. */
  what: string;
  live: readonly MeshObject[];
  now: string;
}): string | undefined {
  const { what, live, now } = options;
  const instant = Date.parse(now);
  const [known] = live
    .flatMap(readDeadlines)
    .filter(line => line.what === what)
    .map(({ until }) => until)
    .sort();
  if (known === undefined) {
    return new Date(instant + PATIENCE * HOUR).toISOString();
  }
  const end = Date.parse(known);
  const isCredible = end <= instant + PATIENCE * HOUR + TOLERANCE;
  return isCredible && end > instant ? known : undefined;
}

/** An instant and what it is about, one per line. */
export function writeDeadlines(deadlines: ReadonlyMap<string, string>): string {
  return [...deadlines]
    .map(([what, until]) => `${until} ${what}`)
    .sort()
    .join('\n');
}

/** What of old pods a policy still admits, and until when. */
export function readDeadlines({ metadata }: MeshObject) {
  const text = metadata.annotations?.[ANNOTATION_ADMITTED_UNTIL] ?? '';
  return text.split('\n').flatMap(line => {
    const end = line.indexOf(' ');
    return end > 0
      ? [{ until: line.slice(0, end), what: line.slice(end + 1) }]
      : [];
  });
}
