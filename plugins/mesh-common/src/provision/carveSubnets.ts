import { findFree } from './addresses/findFree';
import { Ipv4Range } from './addresses/Ipv4Range';
import type { SpecProblem } from './plan';
import type { NetworkAnswers } from './schema/networkSchema';
import type { MeshClusterNetwork } from './spec';

type Subnets = MeshClusterNetwork['subnets'];

/** Nodes get no more than this, unless they need it. */
const NODES_PREFIX = 22;
/** Nodes aside, what the other subnets share is at most this large. */
const SHARED_SIZE = 512;
const INGRESS_PREFIX = 28;
const ENDPOINTS_PREFIX = 27;
const ENDPOINTS_OFFSET = 32;

/**
 * Cuts the subnets that are not given out of the network's range: nodes
 * first, then ingress, private endpoints and the application gateway, whose
 * place stays free when there is no edge yet.
 *
 * @remarks
 *
 * In `10.240.0.0/16` that is `10.240.0.0/22`, `10.240.4.0/28`,
 * `10.240.4.32/27` and `10.240.5.0/24`.
 */
export function carveSubnets(
  answers: NetworkAnswers,
  options: { nodePrefix: number; edge: boolean },
): { subnets?: Subnets; problems: SpecProblem[] } {
  const range = Ipv4Range.parse(answers.range);
  if (!range) {
    return { problems: [] };
  }
  const wanted = layOut(range, options.nodePrefix);
  const taken = Object.values(answers.subnets)
    .map(Ipv4Range.parse)
    .filter(subnet => subnet !== undefined);
  const subnets: Partial<Subnets> = { ...answers.subnets };
  for (const [name, place] of wanted) {
    if (subnets[name] || (name === 'applicationGateway' && !options.edge)) {
      // Given, or not needed.
    } else {
      const free = findPlace(range, place, taken);
      if (!free) {
        return { problems: [noRoom(name, range, place)] };
      }
      taken.push(free);
      subnets[name] = free.toString();
    }
  }
  return { subnets: subnets as Subnets, problems: [] };
}

/** Where each would be in an empty network. */
function layOut(
  range: Ipv4Range,
  nodePrefix: number,
): Array<[keyof Subnets, Ipv4Range]> {
  const half = Math.max(range.prefix + 1, NODES_PREFIX);
  const nodes = Ipv4Range.of(range.start, Math.min(half, nodePrefix));
  const shared = Math.min(SHARED_SIZE, Math.max(range.end - nodes.end, 0));
  const gateway = Math.max(shared / 2, 64);
  return [
    ['nodes', nodes],
    ['ingress', Ipv4Range.of(nodes.end, INGRESS_PREFIX)],
    [
      'privateEndpoints',
      Ipv4Range.of(nodes.end + ENDPOINTS_OFFSET, ENDPOINTS_PREFIX),
    ],
    [
      'applicationGateway',
      Ipv4Range.of(nodes.end + gateway, 32 - Math.log2(gateway)),
    ],
  ];
}

function findPlace(
  range: Ipv4Range,
  place: Ipv4Range,
  taken: readonly Ipv4Range[],
): Ipv4Range | undefined {
  const isFree =
    range.contains(place) && !taken.some(block => block.overlaps(place));
  return isFree
    ? place
    : findFree({ pool: range, prefix: place.prefix, taken });
}

function noRoom(
  name: keyof Subnets,
  range: Ipv4Range,
  place: Ipv4Range,
): SpecProblem {
  return {
    field: 'network.range',
    severity: 'error',
    message: `'${range}' has no room for the subnet '${name}' of size /${place.prefix}; give a larger range, or the subnet yourself`,
  };
}
