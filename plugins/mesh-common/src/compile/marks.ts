import type { JsonObject } from '@backstage/types';
import type { Workload } from '../model/types';
import { ANNOTATION_PORTS, canonicalJson, hashText } from '../objects';
import { serviceHost } from './meshHosts';

/** What many objects say of a workload, made once. */
export type Marks = {
  /** Tells its objects from those of every other workload. */
  suffix: string;
  /** The name of its entity, in characters that names of objects may have. */
  readable: string;
  /** Stands for its entity, whose reference is no legal label value. */
  entity: string;
  /** Its pods, as a NetworkPolicy names them. */
  peer: JsonObject;
  /** Equal for equal peers. */
  peerKey: string;
  /** Its Service, as a Sidecar names it; absent where there is none. */
  reach?: string;
};

const made = new WeakMap<Workload, Marks>();

export function marksOf(workload: Workload): Marks {
  const known = made.get(workload);
  if (known) {
    return known;
  }
  const { key, entityRef, namespace, selector } = workload;
  const host = serviceHost(workload);
  const marks = {
    suffix: suffixOf(key),
    readable: toReadable(entityRef.slice(entityRef.lastIndexOf('/') + 1)),
    entity: hashText(entityRef, 16),
    peer: toPeer(namespace, selector),
    peerKey: peerKeyOf(namespace, selector),
    ...(host && { reach: `${namespace}/${host}` }),
  };
  made.set(workload, marks);
  return marks;
}

/**
 * The ports of a workload by name, so that a later plan knows which number one
 * had before.
 */
export function markPorts({ ports }: Workload): Record<string, string> {
  if (ports.length === 0) {
    return {};
  }
  const written = ports.map(({ name, targetPort }) => `${name}=${targetPort}`);
  return { [ANNOTATION_PORTS]: written.sort().join() };
}

export function toReadable(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
}

/** Ten hex digits that no other key of a model has. */
export function suffixOf(key: string): string {
  return hashText(key, 10);
}

/** Both selectors in one peer: pods of these labels in that namespace. */
export function toPeer(
  namespace: string,
  selector: Record<string, string>,
): JsonObject {
  return {
    namespaceSelector: {
      matchLabels: { 'kubernetes.io/metadata.name': namespace },
    },
    podSelector: { matchLabels: selector },
  };
}

export function peerKeyOf(
  namespace: string,
  selector: Record<string, string>,
): string {
  return `${namespace} ${canonicalJson(selector)}`;
}
