import type { MeshObject } from '../../objects';
import {
  compilePeerAuthentication,
  type PeerPolicy,
} from '../composePeerAuthentication';
import type {
  ZtunnelClause,
  ZtunnelMatch,
  ZtunnelPolicy,
} from './ztunnelPolicy';

/** The policies without a selector that a workload's policy inherits from. */
export type Inherited = {
  rootNamespace: string;
  namespace?: PeerPolicy;
  root?: PeerPolicy;
};

const anonymous: ZtunnelMatch = { notPrincipals: [{ presence: {} }] };

/**
 * What the control plane makes of a PeerAuthentication for ztunnel. Only
 * one whose ports differ becomes a policy of its own: modes as a whole are a
 * fixed policy that workloads are marked with.
 */
export function toZtunnelPeerPolicy(
  object: MeshObject,
  { rootNamespace, namespace: ofNamespace, root }: Inherited,
): ZtunnelPolicy | undefined {
  const { matchLabels, mode, ports, ...policy } =
    compilePeerAuthentication(object);
  if (!matchLabels || ports.size === 0) return undefined;
  if (policy.namespace === rootNamespace) return undefined;
  const effective = mode ?? ofNamespace?.mode ?? root?.mode ?? 'PERMISSIVE';
  const entries = [...ports].sort(([a], [b]) => a - b);
  const groups =
    effective === 'STRICT'
      ? exceptPorts(
          entries.flatMap(([port, ofPort]) =>
            ofPort && ofPort !== 'STRICT' ? [port] : [],
          ),
          mode !== undefined,
        )
      : entries
          .filter(([, ofPort]) => ofPort === 'STRICT')
          .map(([port]) => ({
            rules: [{ matches: [{ ...anonymous, destinationPorts: [port] }] }],
          }));
  if (groups.length === 0) return undefined;
  return {
    name: `converted_peer_authentication_${policy.name}`,
    ...(policy.namespace ? { namespace: policy.namespace } : {}),
    scope: 'WORKLOAD_SELECTOR',
    action: 'DENY',
    groups,
  };
}

/** Denies callers without identity, but not at some ports. */
function exceptPorts(
  ports: readonly number[],
  identityFirst: boolean,
): { rules: ZtunnelClause[] }[] {
  if (ports.length === 0) return [];
  const identity = { matches: [anonymous] };
  const others = ports.map(port => ({
    matches: [{ notDestinationPorts: [port] }],
  }));
  return [
    { rules: identityFirst ? [identity, ...others] : [...others, identity] },
  ];
}
