import { isRecord, toRecord } from '../../../evaluate/readJson';
import type { Json } from './policies';
import { podKey } from './podKey';

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

export type PeerPods = {
  namespace: string;
  labels: Record<string, string>;
  key: string;
};

const known = new WeakMap<Json, PeerPods | 'others'>();

/** The pods of a peer, when labels and the name of a namespace tell them. */
export function readPeerPods(peer: Json, own: string): PeerPods | undefined {
  let found = known.get(peer);
  if (found === undefined) {
    found = read(peer, own) ?? 'others';
    known.set(peer, found);
  }
  return found === 'others' ? undefined : found;
}

function read(peer: Json, own: string): PeerPods | undefined {
  const { podSelector, namespaceSelector } = peer;
  if (!isRecord(podSelector) || isPicky(podSelector)) return undefined;
  if (isRecord(namespaceSelector) && isPicky(namespaceSelector)) {
    return undefined;
  }
  const namespace = isRecord(namespaceSelector)
    ? toRecord(namespaceSelector.matchLabels)[NAMESPACE_NAME]
    : own;
  const labels = toRecord(podSelector.matchLabels);
  if (typeof namespace !== 'string' || !isLabels(labels)) return undefined;
  return { namespace, labels, key: podKey(namespace, labels) };
}

function isLabels(labels: Json): labels is Record<string, string> {
  const values = Object.values(labels);
  return values.length > 0 && values.every(value => typeof value === 'string');
}

function isPicky({ matchExpressions }: Json): boolean {
  return Array.isArray(matchExpressions) && matchExpressions.length > 0;
}
