import { ANNOTATION_EDGES } from '../objects/annotations';
import type { MeshObject } from '../objects/types';

/**
 * The edges that policies say they implement, as pairs of `namespace entity`
 * of the consumer and the provider. What is not listed, because there are too
 * many, counts as not granted.
 */
export function listEdgePairs(objects: Iterable<MeshObject>): Set<string> {
  const pairs = new Set<string>();
  for (const { metadata } of objects) {
    const edges = metadata.annotations?.[ANNOTATION_EDGES] ?? '';
    for (const edge of edges.split('\n')) {
      const [workloads] = edge.split('#');
      const [consumer, provider] = workloads.split('>').map(toId);
      if (consumer && provider) pairs.add(toPair(consumer, provider));
    }
  }
  return pairs;
}

/** Of a consumer and a provider, both as `namespace entity`. */
export function toPair(consumer: string, provider: string): string {
  return `${consumer}>${provider}`;
}

/** The pairs, with other names of workloads. */
export function renamePairs(
  pairs: ReadonlySet<string>,
  rename: (id: string) => string,
): Set<string> {
  return new Set(
    [...pairs].map(pair => {
      const [consumer, provider] = pair.split('>').map(rename);
      return toPair(consumer, provider);
    }),
  );
}

/** `ref@cluster/namespace` as `namespace ref`. */
function toId(key: string): string | undefined {
  const at = key.indexOf('@');
  const slash = key.lastIndexOf('/');
  return at > 0 && slash > at
    ? `${key.slice(slash + 1)} ${key.slice(0, at)}`
    : undefined;
}
