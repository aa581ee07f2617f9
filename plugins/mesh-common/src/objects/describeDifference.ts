import { canonicalJson } from './canonicalJson';
import { isLabelOnly } from './canonicalize';
import { canonicalSpec, isObject } from './canonicalSpec';
import { ANNOTATION_DRY_RUN, MESHWRIGHT_PREFIX } from './annotations';
import type { MeshObject } from './types';

/** The last comparison of each object: plans and statuses make the same ones. */
const known = new WeakMap<
  MeshObject,
  { live: MeshObject; paths: readonly string[] }
>();

/**
 * Paths of the fields in which a live object is not as desired, for a
 * person: `spec.rules`, `metadata.labels[istio.io/rev]`. Empty when they are
 * the same.
 *
 * @remarks
 *
 * Lists are compared as a whole. Labels and annotations of others do not
 * count; anything in the spec of an object of ours does, except for kinds
 * that we only label. Objects must not be changed once they were compared.
 *
 * @public
 */
export function describeDifference(
  desired: MeshObject,
  live: MeshObject,
): string[] {
  const before = known.get(desired);
  if (before?.live === live) {
    return [...before.paths];
  }
  const paths = listPaths(desired, live);
  known.set(desired, { live, paths });
  return [...paths];
}

function listPaths(desired: MeshObject, live: MeshObject): string[] {
  const metadata = (['labels', 'annotations'] as const).flatMap(field =>
    differentKeys(desired.metadata[field], live.metadata[field]).map(
      key => `metadata.${field}[${key}]`,
    ),
  );
  if (isLabelOnly(desired)) {
    return metadata;
  }
  const spec = differentPaths(
    canonicalSpec(desired.kind, desired.spec),
    canonicalSpec(live.kind, live.spec),
    'spec',
  );
  const data = differentPaths(desired.data ?? {}, live.data ?? {}, 'data');
  return [...spec, ...data, ...metadata];
}

function differentKeys(
  desired: Record<string, string> = {},
  live: Record<string, string> = {},
): string[] {
  const stale = Object.keys(live).filter(
    key =>
      // Whoever adds this annotation to a policy switches it off.
      (key.startsWith(`${MESHWRIGHT_PREFIX}/`) || key === ANNOTATION_DRY_RUN) &&
      !(key in desired),
  );
  return [
    ...Object.keys(desired).filter(key => desired[key] !== live[key]),
    ...stale,
  ].sort();
}

function differentPaths(
  desired: unknown,
  live: unknown,
  path: string,
): string[] {
  if (canonicalJson(desired) === canonicalJson(live)) {
    return [];
  }
  if (!isObject(desired) || !isObject(live)) {
    return [path];
  }
  const keys = new Set([...Object.keys(desired), ...Object.keys(live)]);
  return [...keys]
    .sort()
    .flatMap(key => differentPaths(desired[key], live[key], `${path}.${key}`));
}
