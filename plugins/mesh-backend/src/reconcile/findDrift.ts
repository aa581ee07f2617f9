import { digestObject, type Plan } from '@meshwright/plugin-mesh-common';

/**
 * Keys of objects that somebody else changed or removed: they differ from
 * what is wanted, and what is wanted is what we last applied.
 */
export function findDrift(
  plan: Plan,
  appliedDigests: Readonly<Record<string, string>>,
): string[] {
  return plan.waves
    .flat()
    .flatMap(change =>
      change.target === 'object' &&
      change.type !== 'delete' &&
      appliedDigests[change.key] === digestObject(change.desired)
        ? [change.key]
        : [],
    )
    .sort();
}
