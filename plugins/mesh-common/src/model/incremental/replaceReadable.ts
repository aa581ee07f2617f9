import type { Declaration } from '../types';

/**
 * What is in force of all, with that of those that a part was built for as it
 * is now. Undefined when the part does not know: whether hosts outside are
 * somebody's depends on everybody who claims them.
 */
export function replaceReadable(options: {
  /** Sorted by reference, as the part. */
  readable: readonly Declaration[];
  part: readonly Declaration[];
  affected: ReadonlySet<string>;
}): Declaration[] | undefined {
  const { readable, part, affected } = options;
  const now = new Map(
    part
      .filter(({ entityRef }) => affected.has(entityRef))
      .map(declaration => [declaration.entityRef, declaration]),
  );
  let isKnown = true;
  let replaced = 0;
  const next = readable.map(old => {
    if (!affected.has(old.entityRef)) {
      return old;
    }
    const declaration = now.get(old.entityRef);
    isKnown &&= Boolean(declaration && !declaration.external && !old.external);
    replaced += 1;
    return declaration && JSON.stringify(declaration) !== JSON.stringify(old)
      ? declaration
      : old;
  });
  return isKnown && replaced === now.size ? next : undefined;
}
