import type { Entity } from '@backstage/catalog-model';
import type { MeshObject } from '@meshwright/plugin-mesh-common';
import { isRecord } from '@meshwright/plugin-mesh-common/evaluate';

/** What a value of a document is. */
export type Classified =
  | { type: 'entity'; entity: Entity }
  | { type: 'manifest'; object: MeshObject }
  | { type: 'other' }
  | { type: 'problem'; message: string };

/** The values of lists of any sort, each with the keys that lead to it. */
export function* unwrap(
  value: unknown,
  path: readonly string[] = [],
): Generator<{ value: unknown; path: readonly string[] }> {
  const items = Array.isArray(value) ? value : itemsOf(value);
  if (!items) {
    yield { value, path };
    return;
  }
  const below = Array.isArray(value) ? path : [...path, 'items'];
  for (const [index, item] of items.entries()) {
    const here = [...below, String(index)];
    // A list of lists is no list of objects.
    if (isRecord(item)) yield { value: item, path: here };
  }
}

function itemsOf(value: unknown): unknown[] | undefined {
  return isRecord(value) &&
    typeof value.kind === 'string' &&
    value.kind.endsWith('List') &&
    Array.isArray(value.items)
    ? value.items
    : undefined;
}

/** Groups of which an object without a name is a mistake and no other file. */
const KNOWN_GROUPS =
  /^(v1$|apps\/|networking\.k8s\.io\/|gateway\.networking\.k8s\.io\/|[a-z]+\.istio\.io\/)/;

/** Tells entities and manifests apart by their apiVersion and kind. */
export function classify(value: unknown): Classified {
  if (!isRecord(value)) return { type: 'other' };
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    return { type: 'other' };
  }
  const isEntity = apiVersion.startsWith('backstage.io/');
  if (apiVersion.includes('.backstage.io/')) return { type: 'other' };
  if (!isRecord(metadata) || !metadata.name) {
    return isEntity || KNOWN_GROUPS.test(apiVersion)
      ? { type: 'problem', message: `${kind} has no metadata.name` }
      : { type: 'other' };
  }
  const field = findNoText(metadata);
  if (field) {
    const message = `${kind} '${String(
      metadata.name,
    )}': ${field} is no text; put it in quotes`;
    return { type: 'problem', message };
  }
  const cleaned = { ...value, metadata: withoutNulls(metadata) };
  return isEntity
    ? { type: 'entity', entity: cleaned as unknown as Entity }
    : { type: 'manifest', object: withoutNulls(cleaned) as MeshObject };
}

/** A key without a value says nothing. */
function withoutNulls(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => each !== null),
  );
}

/** The first field of the metadata that can only be text and is none. */
function findNoText(metadata: Record<string, unknown>): string | undefined {
  const { name, namespace, labels, annotations } = metadata;
  const maps = { labels, annotations };
  if (typeof name !== 'string') return 'metadata.name';
  if (!['string', 'undefined'].includes(typeof (namespace ?? undefined))) {
    return 'metadata.namespace';
  }
  for (const [field, map] of Object.entries(maps)) {
    if (map === undefined || map === null) continue;
    if (!isRecord(map)) return `metadata.${field}`;
    const key = Object.keys(map).find(each => typeof map[each] !== 'string');
    if (key !== undefined) return `metadata.${field}['${key}']`;
  }
  return undefined;
}
