import { Ipv4Range } from '../addresses/Ipv4Range';
import { findReserved, isPrivate } from '../addresses/knownRanges';
import type { MeshClusterNetwork } from '../spec';
import type { Problems } from './Problems';

type Block = { field: string; label: string; range: Ipv4Range };

/** The kinds of ranges that must not touch: network, pods, services, peers. */
export function checkRanges(
  network: MeshClusterNetwork,
  problems: Problems,
): void {
  const own = [
    toBlock('network.range', 'the network', network.range),
    toBlock('network.pods', 'the pods', network.pods),
    toBlock('network.services', 'the services', network.services),
  ].flat();
  const peers = network.peers.flatMap((text, index) =>
    toBlock(`network.peers[${index}]`, `the peer ${text}`, text),
  );
  const clients = network.clients.flatMap((text, index) =>
    toBlock(`network.clients[${index}]`, `the client ${text}`, text),
  );
  for (const { field, range } of [...own, ...peers, ...clients]) {
    if (!isPrivate(range)) {
      problems.error(
        field,
        `'${range}' is not private; take it from 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10`,
      );
    }
  }
  for (const { field, range } of own) {
    const reserved = findReserved(range);
    if (reserved) {
      problems.error(
        field,
        `'${range}' touches ${reserved}, which AKS keeps to itself; choose another range`,
      );
    }
  }
  checkOverlaps(own, own, problems);
  checkOverlaps(peers, peers, problems);
  // Either may be the one to change.
  checkOverlaps(own, peers, problems);
  checkOverlaps(peers, own, problems);
  // Calls of pods come with the address of their node, and nothing comes
  // from the address of a service: such clients are never seen.
  checkClients(clients, own.slice(1), problems);
}

function toBlock(field: string, label: string, text: string): Block[] {
  const range = Ipv4Range.parse(text);
  return range ? [{ field, label, range }] : [];
}

/** Names blocks that overlap others; of the same list the later ones. */
function checkOverlaps(
  blocks: readonly Block[],
  others: readonly Block[],
  problems: Problems,
): void {
  blocks.forEach((block, index) => {
    const known = blocks === others ? blocks.slice(0, index) : others;
    const other = known.find(({ range }) => range.overlaps(block.range));
    if (other) {
      problems.error(
        block.field,
        `'${block.range}' overlaps ${other.label} (${other.range}, ${other.field}); choose a range that overlaps nothing`,
      );
    }
  });
}

function checkClients(
  clients: readonly Block[],
  unseen: readonly Block[],
  problems: Problems,
): void {
  const seen = new Set<string>();
  for (const { field, range } of clients) {
    const other = unseen.find(block => block.range.overlaps(range));
    if (other) {
      problems.error(
        field,
        `'${range}' overlaps ${other.label} (${other.range}, ${other.field}), from which no client comes; give the range of the clients' own network`,
      );
    } else if (seen.has(range.toString())) {
      problems.error(field, `'${range}' is there twice; remove one`);
    }
    seen.add(range.toString());
  }
}
