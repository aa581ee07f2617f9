import type { Edge } from '../types';

/** Beyond so many callers, one walk over all edges is faster. */
const FEW = 16;

/**
 * Edges of all, sorted by key, with those of some consumers as they are now;
 * those that are as they were stay the same values.
 */
export function replaceEdges(
  edges: readonly Edge[],
  part: readonly Edge[],
  consumers: ReadonlySet<string>,
): Edge[] {
  const own = part.filter(edge => consumers.has(edge.consumer));
  return consumers.size <= FEW
    ? replaceBlocks(edges, own, consumers)
    : replaceAll(edges, own, consumers);
}

/** Those of one consumer are neighbours: their keys begin alike. */
export function edgesOf(edges: readonly Edge[], consumer: string): Edge[] {
  const start = placeOf(edges, `${consumer}>`);
  let end = start;
  while (edges[end]?.consumer === consumer) {
    end += 1;
  }
  return edges.slice(start, end);
}

function replaceBlocks(
  edges: readonly Edge[],
  own: readonly Edge[],
  consumers: ReadonlySet<string>,
): Edge[] {
  const next = edges.slice();
  for (const consumer of consumers) {
    const start = placeOf(next, `${consumer}>`);
    const old = edgesOf(next, consumer);
    const now = own.filter(edge => edge.consumer === consumer);
    next.splice(start, old.length, ...keepSame(now, old));
  }
  return next;
}

function replaceAll(
  edges: readonly Edge[],
  own: readonly Edge[],
  consumers: ReadonlySet<string>,
): Edge[] {
  const old = edges.filter(edge => consumers.has(edge.consumer));
  const now = keepSame(own, old);
  const next: Edge[] = [];
  let at = 0;
  for (const edge of edges) {
    if (!consumers.has(edge.consumer)) {
      while (at < now.length && now[at].key < edge.key) {
        next.push(now[at]);
        at += 1;
      }
      next.push(edge);
    }
  }
  return [...next, ...now.slice(at)];
}

function keepSame(now: readonly Edge[], old: readonly Edge[]): Edge[] {
  const byKey = new Map(old.map(edge => [edge.key, edge]));
  return now.map(edge => {
    const known = byKey.get(edge.key);
    // Also with its keys in the same order: bytes are compared.
    return known && JSON.stringify(known) === JSON.stringify(edge)
      ? known
      : edge;
  });
}

/** Where a key is, or would be, in what is sorted by key. */
export function placeOf(
  edges: ReadonlyArray<{ key: string }>,
  key: string,
): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (edges[middle].key < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
