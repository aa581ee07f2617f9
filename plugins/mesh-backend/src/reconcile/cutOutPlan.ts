import type { MeshObject, PlanOptions } from '@meshwright/plugin-mesh-common';
import { Surroundings } from './Surroundings';

/** Everything that a plan compared, and found to be as it should. */
export type Quiet = {
  desired: ReadonlySet<MeshObject>;
  live: ReadonlySet<MeshObject>;
};

/**
 * What a plan has to look at when nothing was to be changed before: the
 * namespaces in which anything, desired or live, is not the very same value as
 * then, and those at the other end of the edges of what changed there. What a
 * plan says of an object depends on its namespace, on its partners and on what
 * has no namespace, so the plan is the same as that of everything. Found out in
 * steps: there are tens of thousands of objects.
 */
export function* cutOutPlan(
  options: PlanOptions,
  quiet: Quiet,
): Generator<undefined, PlanOptions> {
  const { desired, live } = options;
  const gone = [
    ...listMissing(quiet.desired, new Set(desired)),
    ...listMissing(quiet.live, new Set(live)),
  ];
  const around = new Surroundings([
    ...listMissing(desired, quiet.desired),
    ...listMissing(live, quiet.live),
    ...gone,
  ]);
  for (const objects of [desired, live, gone]) {
    for (const object of objects) {
      around.look(object);
      yield;
    }
  }
  const isNear = ({ metadata }: MeshObject) =>
    metadata.namespace === undefined || around.has(metadata.namespace);
  // Wherever it is, it tells that pods could be read.
  const pod = live.find(({ kind }) => kind === 'Pod');
  return {
    ...options,
    desired: desired.filter(isNear),
    live: live.filter(object => object === pod || isNear(object)),
  };
}

/** True when nothing, desired or live, is another value than then. */
export function isSame({ desired, live }: PlanOptions, quiet: Quiet): boolean {
  return (
    desired.length === quiet.desired.size &&
    live.length === quiet.live.size &&
    desired.every(object => quiet.desired.has(object)) &&
    live.every(object => quiet.live.has(object))
  );
}

function listMissing(
  objects: Iterable<MeshObject>,
  others: ReadonlySet<MeshObject>,
): MeshObject[] {
  return [...objects].filter(object => !others.has(object));
}
