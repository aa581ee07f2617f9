/** What has an id and must wait for others. @public */
export type Dependent = { id: string; dependsOn: readonly string[] };

/**
 * The steps in an order in which each comes after those that it depends on.
 * Steps that are in such an order stay in it.
 *
 * @remarks
 *
 * Throws when a step depends on one that is not there, or on itself by way
 * of others; the error names them.
 *
 * @public
 */
export function orderSteps<T extends Dependent>(steps: readonly T[]): T[] {
  const byId = new Map(steps.map(step => [step.id, step]));
  if (byId.size < steps.length) {
    throw new Error('Two steps of a plan have the same id');
  }
  const ordered = new Set<T>();
  const path = new Set<T>();
  const visit = (step: T) => {
    if (ordered.has(step)) {
      return;
    }
    if (path.has(step)) {
      throw new Error(`Steps wait for each other: ${describe(path, step)}`);
    }
    path.add(step);
    for (const id of step.dependsOn) {
      const needed = byId.get(id);
      if (!needed) {
        throw new Error(
          `Step '${step.id}' depends on '${id}', which is not in the plan`,
        );
      }
      visit(needed);
    }
    path.delete(step);
    ordered.add(step);
  };
  steps.forEach(visit);
  return [...ordered];
}

function describe(path: ReadonlySet<Dependent>, again: Dependent): string {
  const ids = [...path].map(({ id }) => id);
  return [...ids.slice(ids.indexOf(again.id)), again.id].join(' → ');
}
