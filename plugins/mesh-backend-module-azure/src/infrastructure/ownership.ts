import type { JsonObject, JsonValue } from '@backstage/types';
import { getText, isObject } from './read';

/** Which installation made a resource, and for which cluster. */
export type Owner = { instance: string; cluster: string };

export function ownerTags({ instance, cluster }: Owner): JsonObject {
  return {
    'managed-by': 'meshwright',
    'meshwright-instance': instance,
    'meshwright-cluster': cluster,
  };
}

/** What a role assignment says instead of tags. */
export function ownerDescription({ instance, cluster }: Owner): string {
  return `meshwright:${instance}:${cluster}`;
}

/** Whose a resource is, by its tags; names of tags have no case. */
export function readOwner(tags: JsonValue | undefined): Owner | undefined {
  if (!isObject(tags)) {
    return undefined;
  }
  const found = new Map(
    Object.entries(tags).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const instance = found.get('meshwright-instance');
  const cluster = found.get('meshwright-cluster');
  return found.get('managed-by') === 'meshwright' &&
    typeof instance === 'string' &&
    typeof cluster === 'string'
    ? { instance, cluster }
    : undefined;
}

export function isTaggedAs(
  tags: JsonValue | undefined,
  { instance, cluster }: Owner,
): boolean {
  const found = readOwner(tags);
  return found?.instance === instance && found.cluster === cluster;
}

/** Whose a role assignment is. */
export function readDescription(body: JsonObject): Owner | undefined {
  const [mark, instance, cluster, more] = (
    getText(body, 'properties.description') ?? ''
  ).split(':');
  return mark === 'meshwright' && instance && cluster && more === undefined
    ? { instance, cluster }
    : undefined;
}
