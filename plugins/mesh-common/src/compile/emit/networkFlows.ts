import type { JsonObject } from '@backstage/types';
import { groupBy } from '../../model/build/groupBy';
import { toPort } from './networkKind';

/** A peer that is admitted on some ports. */
export type Flow = {
  peer: JsonObject;
  /** Equal for equal peers. */
  peerKey: string;
  ports: number[];
};

/** One rule per set of ports, so that peers of the same ports share it. */
export function toNetworkRules(
  flows: readonly Flow[],
  direction: 'from' | 'to',
): JsonObject[] {
  const peers = new Map<string, Flow>();
  for (const flow of flows) {
    const known = peers.get(flow.peerKey);
    peers.set(
      flow.peerKey,
      known ? { ...flow, ports: [...known.ports, ...flow.ports] } : flow,
    );
  }
  const sorted = [...peers.values()].sort((a, b) =>
    a.peerKey < b.peerKey ? -1 : 1,
  );
  return [...groupBy(sorted, portsKeyOf).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => ({
      [direction]: group.map(({ peer }) => peer),
      ports: key.split(',').map(port => toPort(Number(port))),
    }));
}

function portsKeyOf({ ports }: Flow): string {
  return ports.length === 1
    ? toKey(ports[0])
    : [...new Set(ports)].map(toKey).sort().join();
}

const keys = new Map<number, string>();

/** As text, in the order of numbers. */
function toKey(port: number): string {
  const key = keys.get(port) ?? String(port).padStart(5, '0');
  keys.set(port, key);
  return key;
}
