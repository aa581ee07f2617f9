import type { JsonObject, JsonValue } from '@backstage/types';
import { listAddressBlocks } from './addresses/listAddressBlocks';
import { Ipv4Range } from './addresses/Ipv4Range';
import { completeNetwork } from './completeNetwork';
import type { AddressBlock } from './plan';
import { DEFAULT_MAX_NODES } from './schema/kubernetesSchema';
import type { NetworkAnswers } from './schema/networkSchema';
import type { MeshClusterSpec } from './spec';

/** Far more peers than the form takes; the rest is not drawn. */
const MAX_RANGES = 200;
const MAX_NODES = 1000;

/**
 * The address plan as it can be drawn, of a specification or of answers that
 * are not finished or wrong: ranges that cannot be read are left out, those
 * that are not given are derived where that can be done, and overlaps that
 * must not be are named.
 *
 * @remarks
 *
 * `usable` is without the five addresses that Azure keeps of each subnet. A
 * node needs a /24 of the pods' range (Azure CNI overlay).
 *
 * @public
 */
export function buildAddressPlan(
  spec: MeshClusterSpec | JsonObject,
): AddressBlock[] {
  const answers = readObject(spec as JsonObject);
  const nodes = readObject(answers.nodes).max;
  const maxNodes = isNodeCount(nodes) ? nodes : DEFAULT_MAX_NODES;
  const edge = readObject(answers.edge);
  const network = readNetwork(readObject(answers.network));
  const completed = network.range
    ? completeNetwork(
        { ...network, range: network.range },
        { maxNodes, edge: answers.edge !== undefined },
      ).network
    : undefined;
  return listAddressBlocks(completed ?? network, {
    maxNodes,
    instances: isNodeCount(edge.maxCapacity) ? edge.maxCapacity : 0,
  });
}

/** Only what can be read. */
function readNetwork(
  network: JsonObject,
): Omit<NetworkAnswers, 'range'> & { range?: string } {
  const subnets = readObject(network.subnets);
  return {
    ...readRanges(network, ['range', 'pods', 'services']),
    subnets: readRanges(subnets, [
      'nodes',
      'ingress',
      'applicationGateway',
      'privateEndpoints',
    ]),
    peers: readList(network.peers),
    clients: readList(network.clients),
  };
}

function readRanges<K extends string>(
  values: JsonObject,
  keys: readonly K[],
): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  for (const key of keys) {
    const range = Ipv4Range.parse(values[key]);
    if (range) {
      found[key] = range.toString();
    }
  }
  return found;
}

/** Holes stay, so that the others keep their number. */
function readList(value: JsonValue | undefined): string[] {
  return Array.isArray(value)
    ? value
        .slice(0, MAX_RANGES)
        .map(text => Ipv4Range.parse(text)?.toString() ?? '')
    : [];
}

function readObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

function isNodeCount(value: unknown): value is number {
  return (
    Number.isInteger(value) && Number(value) > 0 && Number(value) <= MAX_NODES
  );
}
