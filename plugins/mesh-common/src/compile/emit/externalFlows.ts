import type { ClusterRanges, Edge } from '../../model/types';
import type { Scope } from '../Scope';
import { unique } from '../toObject';
import type { Flow } from './networkFlows';
import { toBlock } from './networkKind';

/** Where credentials of nodes and the services of the platform are. */
const NEVER = ['169.254.0.0/16', '168.63.129.16/32'];
const PRIVATE = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.168.0.0/16',
];
const ANYWHERE = '0.0.0.0/0';

/**
 * Ways out of the cluster. A NetworkPolicy knows no names: where addresses are
 * not known, it admits all that is outside, and the proxy looks at the name.
 */
export function externalFlows(
  { cluster, externals }: Scope,
  edges: readonly Edge[],
): Flow[] {
  return edges.flatMap(edge => {
    const external = externals.get(edge.provider);
    const ports = edge.ports.map(port => port.targetPort);
    if (!external || external.hosts.length === 0) {
      return [];
    }
    const { addresses = [] } = external;
    return addresses.length > 0
      ? addresses.map(address => ({
          peer: toBlock(address),
          peerKey: ` ${address}`,
          ports,
        }))
      : [
          {
            peer: toBlock(ANYWHERE, listInside(cluster.ranges)),
            peerKey: ` ${ANYWHERE}`,
            ports,
          },
        ];
  });
}

/** Ranges that are no way out; of IPv4, like what they are taken from. */
function listInside(ranges: ClusterRanges | undefined): string[] {
  const inside = ranges
    ? [...ranges.pods, ...ranges.services, ...ranges.networks]
    : PRIVATE;
  return unique([...inside, ...NEVER].filter(range => !range.includes(':')));
}
