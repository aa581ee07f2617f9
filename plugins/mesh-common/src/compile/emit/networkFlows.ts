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
  if (flows.length === 0) {
    return [];
  }
  return [...groupBy(mergePeers(flows), portsKeyOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => {
      const all = group.map(({ peer }) => peer);
      const ports = key.split(',').map(port => toPort(Number(port)));
      return direction === 'from' ? { from: all, ports } : { to: all, ports };
    });
}

/** Each peer once, in their order. */
function mergePeers(flows: readonly Flow[]): Flow[] {
  const merged: Flow[] = [];
  for (const flow of [...flows].sort(byPeer)) {
    const last = merged[merged.length - 1];
    if (last?.peerKey === flow.peerKey) {
      const ports = [...last.ports, ...flow.ports];
      merged[merged.length - 1] = { ...flow, ports };
    } else {
      merged.push(flow);
    }
  }
  return merged;
}

function byPeer({ peerKey: a }: Flow, { peerKey: b }: Flow): number {
  return a < b ? -1 : Number(a > b);
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
