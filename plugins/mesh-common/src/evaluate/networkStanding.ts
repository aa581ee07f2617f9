import { Gate } from './gate';
import { selects } from './labelSelector';
import type { NetworkDirection, NetworkRules } from './networkPolicy';

/** What NetworkPolicies have to do with a pod. */
export type NetworkStanding = {
  /** By the policies that isolate it in a direction, sorted by name. */
  gates: Record<NetworkDirection, Gate>;
  /** Numbers of the peers of rules that it is. */
  peers: readonly number[];
};

const OUTSIDE: NetworkStanding = {
  gates: { ingress: new Gate([], 'ingress'), egress: new Gate([], 'egress') },
  peers: [],
};

/** Looks up what NetworkPolicies have to do with a pod. */
export function standingOf(
  network: NetworkRules,
  { namespace, labels }: { namespace?: string; labels: Record<string, string> },
): NetworkStanding {
  if (namespace === undefined) return OUTSIDE;
  const gate = (direction: NetworkDirection) =>
    new Gate(
      network.policies[direction]
        .find(namespace, labels)
        .filter(({ pods }) => selects(pods, labels)),
      direction,
    );
  return {
    gates: { ingress: gate('ingress'), egress: gate('egress') },
    peers: network.peers.find(namespace, labels),
  };
}
