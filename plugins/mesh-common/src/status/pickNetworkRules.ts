import type { JsonObject } from '@backstage/types';
import type { Workload } from '../model/types';
import { canonicalJson } from '../objects/canonicalJson';
import type { MeshObject } from '../objects/types';

type Pods = Pick<Workload, 'namespace' | 'selector'>;

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/**
 * A NetworkPolicy without what it says of other edges: what lets others in to
 * the provider, or the consumer out to others.
 */
export function pickNetworkRules(
  { consumer, provider }: { consumer: Pods; provider: Pods },
  { apiVersion, kind, metadata, spec }: MeshObject,
): MeshObject {
  const { name, namespace } = metadata;
  const { ingress, egress, ...rest } = spec ?? {};
  const isOf = (pods: Pods) =>
    pods.namespace === namespace && mayMatch(spec?.podSelector, pods.selector);
  const within = namespace ?? '';
  const rules = {
    ingress: isOf(provider)
      ? pickPeers(ingress, { field: 'from', pods: consumer, within })
      : [],
    egress: isOf(consumer)
      ? pickPeers(egress, { field: 'to', pods: provider, within })
      : [],
  };
  return {
    ...{ apiVersion, kind },
    metadata: { name, namespace },
    spec: { ...rest, ...rules },
  };
}

/** Rules that may be about some pods, each for them alone, sorted. */
function pickPeers(
  rules: unknown,
  options: { field: 'from' | 'to'; pods: Pods; within: string },
): JsonObject[] {
  const { field, pods, within } = options;
  const picked = new Map<string, JsonObject>();
  for (const rule of toList(rules)) {
    const peers = toList(rule[field]);
    const mine = peers.filter(peer => mayBe(pods, peer, within));
    // Without peers a rule is about everybody.
    if (mine.length > 0 || peers.length === 0) {
      const kept = { ...rule, ...(peers.length > 0 && { [field]: mine }) };
      picked.set(canonicalJson(kept), kept);
    }
  }
  return [...picked]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, rule]) => rule);
}

/** False only where the pods are surely not the peer. */
function mayBe(pods: Pods, peer: JsonObject, within: string): boolean {
  const { namespaceSelector, podSelector, ipBlock } = peer;
  if (ipBlock !== undefined) {
    return true;
  }
  const isNear =
    namespaceSelector === undefined
      ? pods.namespace === within
      : mayMatch(namespaceSelector, { [NAMESPACE_NAME]: pods.namespace });
  return isNear && mayMatch(podSelector, pods.selector);
}

/** False only where one of the labels is known to be another. */
function mayMatch(selector: unknown, labels: Record<string, string>): boolean {
  const { matchLabels } = (selector ?? {}) as JsonObject;
  return Object.entries((matchLabels ?? {}) as JsonObject).every(
    ([key, value]) => labels[key] === undefined || labels[key] === value,
  );
}

function toList(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value : [];
}
