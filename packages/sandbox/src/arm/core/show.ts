import { isObject, type JsonObject } from './json';
import type { Resource } from './Resource';
import type { World } from './World';

/** A resource as Resource Manager shows it. */
export function show(world: World, resource: Resource): JsonObject {
  const type = world.typeOf(resource);
  const { properties, ...body } = resource.body;
  const { properties: more, ...over } = type?.show?.(world, resource) ?? {};
  const etag = type?.etag;
  return {
    id: resource.id,
    name: resource.name,
    type: resource.type,
    ...body,
    ...(etag && { [etag]: resource.etag }),
    properties: {
      ...(type?.isStateless
        ? {}
        : { provisioningState: stateOf(resource, type?.creatingState) }),
      ...(isObject(properties) && properties),
      ...(isObject(more) && more),
    },
    systemData: systemDataOf(resource),
    ...over,
  };
}

function stateOf(resource: Resource, creating?: string): string {
  return resource.state === 'Creating' && creating ? creating : resource.state;
}

function systemDataOf(resource: Resource): JsonObject {
  const by = 'f1a8f0b6-6d1b-4d3c-9d59-5a6f0c2a7b10';
  return {
    createdBy: by,
    createdByType: 'Application',
    createdAt: new Date(resource.createdAt).toISOString(),
    lastModifiedBy: by,
    lastModifiedByType: 'Application',
    lastModifiedAt: new Date(resource.changedAt).toISOString(),
  };
}
