import {
  type ChangeResult,
  type CompiledCluster,
  objectKey,
} from '@meshwright/plugin-mesh-common';

type Warnings = Record<string, string[]>;

/**
 * What the server warned of when the objects that should be there were last
 * written: it says so once, and it stays true until the next write.
 */
export function carryWarnings(options: {
  known?: Readonly<Warnings>;
  results: readonly ChangeResult[];
  compiled: CompiledCluster;
}): Warnings {
  const { known = {}, results, compiled } = options;
  const written = new Map(
    results
      .filter(({ outcome }) => outcome === 'applied')
      .map(({ change, warnings = [] }) => [change.key, warnings] as const),
  );
  return Object.fromEntries(
    compiled.objects.flatMap(({ object }) => {
      const key = objectKey(object);
      const warnings = written.get(key) ?? known[key] ?? [];
      return warnings.length > 0 ? [[key, warnings]] : [];
    }),
  );
}
