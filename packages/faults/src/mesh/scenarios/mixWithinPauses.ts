import type { Random } from '../../azure/Random';
import type { ObjectEvent } from '../Recording';
import type { Pause } from './PauseClock';

type Segments = {
  events: readonly ObjectEvent[];
  pauses: readonly Pause[];
};

/**
 * The same events as proxies might get to know them: in any order between two
 * pauses, only those of one object in their own.
 */
export function mixWithinPauses(
  options: Segments & { random: Random },
): ObjectEvent[] {
  return splitAtPauses(options).flatMap(events =>
    sortByKeys(events, options.random.shuffle(events.map(({ key }) => key))),
  );
}

/** The same, what was last comes first. */
export function reverseWithinPauses(options: Segments): ObjectEvent[] {
  return splitAtPauses(options).flatMap(events =>
    sortByKeys(events, events.map(({ key }) => key).reverse()),
  );
}

/** Each key stands for the next event of its object. */
function sortByKeys(
  events: readonly ObjectEvent[],
  keys: readonly string[],
): ObjectEvent[] {
  const queues = new Map<string, ObjectEvent[]>();
  for (const event of events) {
    queues.set(event.key, [...(queues.get(event.key) ?? []), event]);
  }
  return keys.flatMap(key => queues.get(key)?.shift() ?? []);
}

/** What happened before, between and after the pauses. */
export function splitAtPauses(options: Segments): ObjectEvent[][] {
  const { events, pauses } = options;
  const versions = pauses.map(({ version }) => version);
  const bounds = [-Infinity, ...versions, Infinity];
  return bounds
    .slice(1)
    .map((end, index) =>
      events.filter(({ version }) => version > bounds[index] && version <= end),
    );
}
