import type { MeshObject } from '../objects';
import type { LintContext, LintOptions } from './types';

/**
 * Arranges objects for rules to look at.
 *
 * @public
 */
export function createLintContext(
  objects: readonly MeshObject[],
  options: LintOptions,
): LintContext {
  const byKind = new Map<string, MeshObject[]>();
  const byName = new Map<string, MeshObject>();
  for (const object of objects) {
    const { kind, metadata } = object;
    const others = byKind.get(kind);
    if (others) {
      others.push(object);
    } else {
      byKind.set(kind, [object]);
    }
    byName.set(toKey(kind, metadata.namespace ?? '', metadata.name), object);
  }
  const derived = new Map<unknown, unknown>();
  const context: LintContext = {
    objects,
    options,
    ofKind(kind, group) {
      const found = byKind.get(kind) ?? [];
      return group === undefined
        ? found
        : found.filter(({ apiVersion }) => apiVersion.startsWith(`${group}/`));
    },
    find: (kind, namespace, name) => byName.get(toKey(kind, namespace, name)),
    derive<T>(derive: (of: LintContext) => T): T {
      if (!derived.has(derive)) {
        derived.set(derive, derive(context));
      }
      return derived.get(derive) as T;
    },
  };
  return context;
}

function toKey(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}
