import type { AccessChange } from '../api/types';
import { describeWhat } from '../model';
import {
  EVERYTHING,
  isEverything,
  subtract,
} from '../model/operations/operations';
import type { Edge, MeshModel, Operation, WorkloadPort } from '../model/types';

/** What callers may do, by pair and port. */
type Grants = Map<string, Operation[]>;

/**
 * What one model grants and the other does not, on both sides. An edge that
 * only became wider or narrower counts with the difference.
 */
export function diffAccess(
  before: MeshModel,
  after: MeshModel,
): { gained: AccessChange[]; lost: AccessChange[] } {
  const had = listGranted(before);
  const has = listGranted(after);
  return {
    gained: listMissing(has, indexGrants(had)),
    lost: listMissing(had, indexGrants(has)),
  };
}

/** An edge as the answer shows it; `kept` is no part of it. */
export function toChange(edge: Edge, kept: Operation[] = []): AccessChange {
  const [consumerRef, place] = edge.consumer.split('@');
  const [providerRef] = edge.provider.split('@');
  const all = describeWhat(edge.ports, edge.operations);
  const what =
    kept.length > 0 ? `${all}, all but ${describeWhat([], kept)}` : all;
  const { state, message } = edge.consent;
  const verb = state === 'granted' ? 'may call' : 'asks to call';
  return {
    consumerRef,
    providerRef,
    cluster: place.split('/')[0],
    what,
    consent: state,
    sentence: `${consumerRef} ${verb} ${providerRef} (${what}). ${message}`,
  };
}

function listGranted({ edges }: MeshModel): Edge[] {
  return edges.filter(({ consent }) => consent.state === 'granted');
}

function indexGrants(edges: readonly Edge[]): Grants {
  const grants: Grants = new Map();
  for (const edge of edges) {
    for (const port of edge.ports) {
      const key = keyOf(edge, port);
      const known = grants.get(key);
      const operations = edge.operations ?? EVERYTHING;
      if (known) {
        known.push(...operations);
      } else {
        grants.set(key, [...operations]);
      }
    }
  }
  return grants;
}

/** The parts of edges that grants do not cover. */
function listMissing(edges: readonly Edge[], grants: Grants): AccessChange[] {
  const changes = new Map<string, AccessChange>();
  for (const edge of edges) {
    for (const { part, kept } of partsBeyond(edge, grants)) {
      const change = toChange(part, kept);
      const { cluster, consumerRef, providerRef, what } = change;
      changes.set(`${cluster} ${consumerRef} ${providerRef} ${what}`, change);
    }
  }
  return [...changes.values()];
}

type Part = { part: Edge; kept: Operation[] };

/** An edge without what grants cover; ports with the same rest in one. */
function partsBeyond(edge: Edge, grants: Grants): Part[] {
  const parts = new Map<string, Part>();
  for (const port of edge.ports) {
    const operations = edge.operations ?? EVERYTHING;
    const covered = grants.get(keyOf(edge, port)) ?? [];
    const left = subtract(operations, covered);
    if (left.length === 0) {
      continue;
    }
    // Everything less something is still written as everything.
    const kept = isEverything(left) ? covered : [];
    const key = JSON.stringify([left, kept]);
    const known = parts.get(key);
    if (known) {
      known.part.ports.push(port);
    } else {
      const { operations: _, ...rest } = edge;
      const limits = isEverything(left) ? {} : { operations: left };
      parts.set(key, { part: { ...rest, ports: [port], ...limits }, kept });
    }
  }
  return [...parts.values()];
}

/** Where a service moves to is no matter of access. */
function keyOf({ consumer, provider }: Edge, port: WorkloadPort): string {
  const [consumerRef, place] = consumer.split('@');
  const [providerRef] = provider.split('@');
  const [cluster] = place.split('/');
  return `${cluster} ${consumerRef} ${providerRef} ${port.port} ${port.protocol}`;
}
