import type { AddressBlock } from '../plan';
import type { NetworkAnswers } from '../schema/networkSchema';
import { Ipv4Range } from './Ipv4Range';
import {
  deriveMaxNodes,
  neededGatewayAddresses,
  neededNodeAddresses,
  NODE_POD_PREFIX,
  RESERVED_ADDRESSES,
} from './sizes';

type Kind = 'network' | 'subnet' | 'pods' | 'services' | 'peer' | 'client';
type Placed = { kind: Kind; range: Ipv4Range; block: AddressBlock };

const SUBNET_LABELS = {
  nodes: 'Nodes',
  ingress: 'Internal gateway',
  applicationGateway: 'Application gateway',
  privateEndpoints: 'Private endpoints',
} as const;

/** Kinds that may share addresses. */
const MAY_SHARE = new Set([
  'network subnet',
  'network client',
  'subnet client',
  'peer client',
  'client client',
]);

/** Blocks of a network of which parts may be missing. */
export function listAddressBlocks(
  network: Partial<NetworkAnswers>,
  options: { maxNodes: number; instances: number },
): AddressBlock[] {
  const placed = place(network, options);
  for (const one of placed) {
    one.block.overlaps = placed
      .filter(other => other !== one && isWrong(one, other))
      .map(other => other.block.field);
  }
  return placed.map(({ block }) => block);
}

function isWrong(one: Placed, other: Placed): boolean {
  return (
    one.range.overlaps(other.range) &&
    !MAY_SHARE.has(`${one.kind} ${other.kind}`) &&
    !MAY_SHARE.has(`${other.kind} ${one.kind}`)
  );
}

function place(
  network: Partial<NetworkAnswers>,
  options: { maxNodes: number; instances: number },
): Placed[] {
  const { maxNodes, instances } = options;
  const blocks: Placed[] = [];
  const add = (
    kind: Kind,
    what: { field: string; label: string; text?: string; needed?: number },
  ) => {
    const range = Ipv4Range.parse(what.text);
    if (range) {
      blocks.push(toPlaced(kind, range, what));
    }
  };
  const needed = {
    nodes: neededNodeAddresses(maxNodes),
    ingress: 1,
    applicationGateway: neededGatewayAddresses(instances),
    privateEndpoints: 1,
  };
  add('network', { field: 'range', label: 'Network', text: network.range });
  for (const [name, label] of Object.entries(SUBNET_LABELS)) {
    const key = name as keyof typeof SUBNET_LABELS;
    const text = network.subnets?.[key];
    add('subnet', {
      ...{ field: `subnets.${name}`, label, text },
      needed: needed[key],
    });
  }
  add('pods', {
    ...{ field: 'pods', label: 'Pods', text: network.pods },
    needed: deriveMaxNodes(maxNodes) * 2 ** (32 - NODE_POD_PREFIX),
  });
  // Kubernetes itself and its DNS.
  const services = { text: network.services, needed: 2 };
  add('services', { field: 'services', label: 'Services', ...services });
  network.peers?.forEach((text, index) => {
    add('peer', { field: `peers[${index}]`, label: 'Peer', text });
  });
  network.clients?.forEach((text, index) => {
    add('client', { field: `clients[${index}]`, label: 'Clients', text });
  });
  const [first] = blocks;
  if (first?.kind === 'network') {
    first.block.needed = sumSubnets(blocks);
  }
  return blocks;
}

function toPlaced(
  kind: Kind,
  range: Ipv4Range,
  what: { field: string; label: string; needed?: number },
): Placed {
  const { field, label, needed = 0 } = what;
  const kept = kind === 'subnet' ? RESERVED_ADDRESSES : 0;
  return {
    kind,
    range,
    block: {
      ...{ field, label, range: range.toString(), needed },
      usable: Math.max(range.size - kept, 0),
      overlaps: [],
    },
  };
}

function sumSubnets(blocks: readonly Placed[]): number {
  return blocks
    .filter(({ kind }) => kind === 'subnet')
    .reduce((sum, { range }) => sum + range.size, 0);
}
