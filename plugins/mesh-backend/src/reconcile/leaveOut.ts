import type { ClusterFacts, MeshObject } from '@meshwright/plugin-mesh-common';

/** Kinds that policies do without, and what makes no sense without them. */
const OPTIONAL: Readonly<Record<string, string[]>> = {
  // It would close what only service entries open.
  'networking.istio.io/ServiceEntry': ['ServiceEntry', 'Sidecar'],
  'networking.istio.io/Sidecar': ['Sidecar'],
  'networking.istio.io/DestinationRule': ['DestinationRule'],
  'telemetry.istio.io/Telemetry': ['Telemetry'],
};

/**
 * Kinds of ours that are not written to a cluster, because it lacks them and
 * policies are whole without them. Others are tried, and fail visibly.
 */
export function listLeftOut({ missingKinds = [] }: ClusterFacts): string[] {
  return [
    ...new Set(
      missingKinds.flatMap(kind =>
        Object.hasOwn(OPTIONAL, kind) ? OPTIONAL[kind] ?? [] : [],
      ),
    ),
  ].sort();
}

/** The objects whose kinds are not left out. */
export function leaveOut(
  objects: MeshObject[],
  facts: ClusterFacts,
): MeshObject[] {
  const kinds = listLeftOut(facts);
  return kinds.length === 0
    ? objects
    : objects.filter(({ kind }) => !kinds.includes(kind));
}
