import {
  ANNOTATION_EDGES,
  type MeshObject,
  type PlanOptions,
} from '@meshwright/plugin-mesh-common';

/** Everything that a plan compared, and found to be as it should. */
export type Quiet = {
  desired: ReadonlySet<MeshObject>;
  live: ReadonlySet<MeshObject>;
};

/**
 * What a plan has to look at when nothing was to be changed before: the
 * namespaces in which anything, desired or live, is not the very same value as
 * then, and those that have edges with them. What a plan says of an object
 * depends on its namespace, on its partners and on what has no namespace, so
 * the plan is the same as that of everything.
 */
export function cutOutPlan(options: PlanOptions, quiet: Quiet): PlanOptions {
  const { desired, live } = options;
  const changed = new Set([
    ...listChanged(desired, quiet.desired),
    ...listChanged(live, quiet.live),
  ]);
  const near = new Set(changed);
  for (const objects of [desired, live, quiet.desired, quiet.live]) {
    for (const object of objects) {
      addPartners(near, object, changed);
    }
  }
  const isNear = ({ metadata }: MeshObject) =>
    metadata.namespace === undefined || near.has(metadata.namespace);
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

/** Namespaces of what there is, or was, of two states in one only. */
function listChanged(
  objects: readonly MeshObject[],
  before: ReadonlySet<MeshObject>,
): string[] {
  const now = new Set(objects);
  return [
    ...objects.filter(object => !before.has(object)),
    ...[...before].filter(object => !now.has(object)),
  ].flatMap(({ kind, metadata: { name, namespace } }) => {
    if (namespace !== undefined) return [namespace];
    return kind === 'Namespace' ? [name] : [];
  });
}

/** Edges are told by the objects of both ends, or of one of them. */
function addPartners(
  near: Set<string>,
  object: MeshObject,
  changed: ReadonlySet<string>,
): void {
  const { namespace } = object.metadata;
  const partners = partnersOf(object);
  const places = namespace === undefined ? partners : [namespace, ...partners];
  if (partners.length > 0 && places.some(name => changed.has(name))) {
    places.forEach(name => near.add(name));
  }
}

const known = new WeakMap<MeshObject, readonly string[]>();

/** Namespaces at both ends of the edges that an object is made for. */
function partnersOf(object: MeshObject): readonly string[] {
  const edges = object.metadata.annotations?.[ANNOTATION_EDGES];
  if (!edges) return [];
  const before = known.get(object);
  if (before) return before;
  const partners = new Set(
    edges
      .split('\n')
      .flatMap(edge => edge.split('#')[0].split('>'))
      .map(workload => workload.slice(workload.lastIndexOf('/') + 1)),
  );
  const list = [...partners];
  known.set(object, list);
  return list;
}
