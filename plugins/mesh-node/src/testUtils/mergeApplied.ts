import type { MeshObject } from '@meshwright/plugin-mesh-common';

type Texts = Record<string, string>;

/**
 * What server-side apply makes of an object: fields that we set before and no
 * longer want go, fields of others stay.
 */
export function mergeApplied(options: {
  live?: MeshObject;
  before?: MeshObject;
  desired: MeshObject;
}): MeshObject {
  const { live, before, desired } = options;
  const spec = desired.spec ?? (before?.spec ? undefined : live?.spec);
  const data = mergeTexts(live?.data, before?.data, desired.data);
  const labels = mergeTexts(
    live?.metadata.labels,
    before?.metadata.labels,
    desired.metadata.labels,
  );
  const annotations = mergeTexts(
    live?.metadata.annotations,
    before?.metadata.annotations,
    desired.metadata.annotations,
  );
  return structuredClone({
    apiVersion: desired.apiVersion,
    kind: desired.kind,
    metadata: {
      ...live?.metadata,
      ...desired.metadata,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
    },
    ...(spec && { spec }),
    ...(live?.status && { status: live.status }),
    ...(data && { data }),
  });
}

function mergeTexts(live?: Texts, before?: Texts, desired?: Texts) {
  if (!live && !desired) {
    return undefined;
  }
  const kept = Object.entries(live ?? {}).filter(
    ([key]) => !before || !(key in before),
  );
  return { ...Object.fromEntries(kept), ...desired };
}
