import {
  isOwned,
  LABEL_INSTANCE,
  type MeshObject,
} from '@meshwright/plugin-mesh-common';

/** Kinds that we share with others: labelled by us, and never deleted. */
export function isSharedKind({ kind }: MeshObject): boolean {
  return kind === 'Namespace' || kind === 'ServiceAccount';
}

/** Why an object must be left alone; undefined when it may be changed. */
export function checkOwnership(
  live: MeshObject,
  instance: string,
): string | undefined {
  if (isOwned(live, instance)) {
    return undefined;
  }
  const owner = live.metadata.labels?.[LABEL_INSTANCE];
  if (owner !== undefined && owner !== instance) {
    return `it belongs to the installation '${owner}'`;
  }
  return isSharedKind(live)
    ? undefined
    : `it does not carry the labels of the installation '${instance}'`;
}
