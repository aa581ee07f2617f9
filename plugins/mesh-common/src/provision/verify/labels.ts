import type { MeshObject } from '../../objects';

/**
 * Label on what a verification makes, with the run as its value: nothing else
 * is ever deleted by one.
 *
 * @public
 */
export const LABEL_VERIFY = 'meshwright.io/verify';

/**
 * Manager of what a verification makes. Not the one of the passes: they would
 * take away what no entity asks for.
 *
 * @public
 */
export const VERIFY_MANAGER = 'meshwright-verify';

/** Which control plane injects into a namespace. */
export const REVISION_LABEL = 'istio.io/rev';

/** True for what a verification made. */
export function isOfVerification({ metadata }: MeshObject): boolean {
  return metadata.labels?.[LABEL_VERIFY] !== undefined;
}

/** Namespaces that ask for a proxy, without those of verifications. */
export function listMeshNamespaces(
  namespaces: readonly MeshObject[],
): MeshObject[] {
  return namespaces.filter(
    namespace =>
      namespace.metadata.labels?.[REVISION_LABEL] !== undefined &&
      namespace.metadata.deletionTimestamp === undefined &&
      !isOfVerification(namespace),
  );
}
