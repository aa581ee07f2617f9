import { findFree } from './addresses/findFree';
import { formatAddress, Ipv4Range } from './addresses/Ipv4Range';
import {
  findReserved,
  POD_POOLS,
  SERVICE_POOLS,
} from './addresses/knownRanges';
import {
  deriveMaxNodes,
  neededNodeAddresses,
  NODE_POD_PREFIX,
  prefixFor,
  RESERVED_ADDRESSES,
} from './addresses/sizes';
import { carveSubnets } from './carveSubnets';
import type { SpecProblem } from './plan';
import type { NetworkAnswers } from './schema/networkSchema';
import type { MeshClusterNetwork } from './spec';

const SERVICES_PREFIX = 16;
const MAX_PODS_PREFIX = 16;
/** The first four addresses of a subnet are Azure's. */
const FIRST_USABLE = 4;
/** Its number among the services, as usual. */
const DNS_NUMBER = 10;

/**
 * Fills in what the answers leave out. What is given is never moved, and a
 * default depends on as little as can be: raising the number of nodes should
 * not move a subnet that is in use.
 */
export function completeNetwork(
  answers: NetworkAnswers,
  options: { maxNodes: number; edge: boolean },
): { network?: MeshClusterNetwork; problems: SpecProblem[] } {
  const { maxNodes, edge } = options;
  const carved = carveSubnets(answers, {
    edge,
    nodePrefix: prefixFor(neededNodeAddresses(maxNodes) + RESERVED_ADDRESSES),
  });
  const taken = [answers.range, ...answers.peers, ...answers.clients]
    .map(Ipv4Range.parse)
    .filter(range => range !== undefined);
  const given = [answers.pods, answers.services]
    .map(Ipv4Range.parse)
    .filter(range => range !== undefined);
  const podsPrefix = Math.min(
    MAX_PODS_PREFIX,
    NODE_POD_PREFIX - Math.ceil(Math.log2(deriveMaxNodes(maxNodes))),
  );
  const pods =
    answers.pods ?? pick(POD_POOLS, podsPrefix, [...taken, ...given]);
  const podsRange = Ipv4Range.parse(pods);
  const services =
    answers.services ??
    pick(SERVICE_POOLS, SERVICES_PREFIX, [
      ...taken,
      ...(podsRange ? [podsRange] : []),
    ]);
  const problems = [...carved.problems];
  if (!pods) problems.push(noRoom('network.pods', podsPrefix));
  if (!services) problems.push(noRoom('network.services', SERVICES_PREFIX));
  if (!carved.subnets || !pods || !services) {
    return { problems };
  }
  return {
    problems,
    network: {
      ...answers,
      subnets: carved.subnets,
      pods,
      services,
      ingressAddress:
        answers.ingressAddress ?? nth(carved.subnets.ingress, FIRST_USABLE),
      dnsAddress: answers.dnsAddress ?? nth(services, DNS_NUMBER),
    },
  };
}

function pick(
  pools: readonly Ipv4Range[],
  prefix: number,
  taken: readonly Ipv4Range[],
): string | undefined {
  for (const pool of pools) {
    const free = findUnreserved(pool, prefix, taken);
    if (free) {
      return free.toString();
    }
  }
  return undefined;
}

function findUnreserved(
  pool: Ipv4Range,
  prefix: number,
  taken: readonly Ipv4Range[],
): Ipv4Range | undefined {
  const free = findFree({ pool, prefix, taken });
  const reserved = free && findReserved(free);
  return reserved ? findUnreserved(pool, prefix, [...taken, reserved]) : free;
}

function nth(text: string, number: number): string {
  const range = Ipv4Range.parse(text);
  return range ? formatAddress(range.start + number) : '';
}

function noRoom(field: string, prefix: number): SpecProblem {
  return {
    field,
    severity: 'error',
    message: `no private range of size /${prefix} is left beside the network, its peers and clients; give one yourself`,
  };
}
