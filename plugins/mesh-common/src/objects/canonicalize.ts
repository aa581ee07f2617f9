import { canonicalSpec } from './canonicalSpec';
import type { MeshObject } from './types';

/**
 * Reduces an object to what can be owned: name, labels, annotations and spec,
 * without status, server-set metadata and defaults; empty lists dropped, sets
 * sorted. Two objects that mean the same have the same canonical spec.
 *
 * @public
 */
export function canonicalize(object: MeshObject): MeshObject {
  const { name, namespace, labels, annotations } = object.metadata;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      name,
      ...(namespace ? { namespace } : {}),
      ...(hasKeys(labels) ? { labels: { ...labels } } : {}),
      ...(hasKeys(annotations) ? { annotations: { ...annotations } } : {}),
    },
    ...(isLabelOnly(object)
      ? {}
      : { spec: canonicalSpec(object.kind, object.spec) }),
    ...(hasKeys(object.data) ? { data: { ...object.data } } : {}),
  };
}

/**
 * True for kinds that we share with others: of a Namespace or a
 * ServiceAccount only our label and annotation keys are ours.
 */
export function isLabelOnly(object: MeshObject): boolean {
  return object.kind === 'Namespace' || object.kind === 'ServiceAccount';
}

function hasKeys(record: Record<string, string> | undefined): boolean {
  return Object.keys(record ?? {}).length > 0;
}
