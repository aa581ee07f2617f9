import type { Taking } from './LeaseHistory';
import type { Write } from './listWrites';

/** Writes by others than who took the lease last, as sentences. */
export function findIntruders(
  writes: readonly Write[],
  takings: readonly Taking[],
): string[] {
  return writes.flatMap(({ replica, verb, id, at }) => {
    const holder = takings.findLast(taking => taking.at <= at)?.replica;
    return holder === replica
      ? []
      : [`${replica}: ${verb} ${id} while ${holder ?? 'nobody'} had the lease`];
  });
}
