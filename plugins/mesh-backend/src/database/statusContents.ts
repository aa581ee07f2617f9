import type { EntityMeshStatus } from '@meshwright/plugin-mesh-common';

const contents = new WeakMap<EntityMeshStatus, object>();
const digests = new WeakMap<object, string>();

/**
 * Notes that a status says the same as all others of that content, but for
 * the instants of the pass.
 */
export function noteContent(status: EntityMeshStatus, content: object): void {
  contents.set(status, content);
}

/** The digest of the text of a status, made again only of new content. */
export function digestStatus(
  status: EntityMeshStatus,
  make: () => string,
): string {
  const content = contents.get(status);
  const digest = (content && digests.get(content)) ?? make();
  if (content) {
    digests.set(content, digest);
  }
  return digest;
}
