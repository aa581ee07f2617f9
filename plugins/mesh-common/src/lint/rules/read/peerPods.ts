import { readSelector } from '../../../evaluate/labelSelector';
import { isRecord } from '../../../evaluate/readJson';
import type { Json } from './policies';

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** The pods of a peer, when labels and the name of a namespace tell them. */
export function readPeerPods(
  peer: Json,
  own: string,
): { namespace: string; labels: Record<string, string> } | undefined {
  if (!isRecord(peer.podSelector)) return undefined;
  const pods = readSelector(peer.podSelector);
  const namespaces = readSelector(peer.namespaceSelector);
  const namespace = isRecord(peer.namespaceSelector)
    ? namespaces.matchLabels[NAMESPACE_NAME]
    : own;
  const isPlain =
    pods.expressions.length + namespaces.expressions.length === 0 &&
    Object.keys(pods.matchLabels).length > 0;
  return namespace !== undefined && isPlain
    ? { namespace, labels: pods.matchLabels }
    : undefined;
}
