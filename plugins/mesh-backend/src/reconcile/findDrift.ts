import {
  type CompiledCluster,
  objectKey,
  type Plan,
} from '@meshwright/plugin-mesh-common';
import { digestOnce } from './digestOnce';

/**
 * Keys of objects that somebody else changed or removed: they differ from
 * what is wanted, and what is wanted is what we last applied.
 */
export function findDrift(options: {
  plan: Plan;
  compiled: CompiledCluster;
  appliedDigests: Readonly<Record<string, string>>;
}): string[] {
  const { plan, compiled, appliedDigests } = options;
  const changed = new Set(
    plan.waves
      .flat()
      .filter(({ type }) => type !== 'delete')
      .map(({ key }) => key),
  );
  return compiled.objects
    .filter(({ object }) => {
      const key = objectKey(object);
      const applied = changed.has(key) ? appliedDigests[key] : undefined;
      return applied !== undefined && applied === digestOnce(object);
    })
    .map(({ object }) => objectKey(object))
    .sort();
}
