import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import type { Blueprint } from './blueprints';
import { createDefinition, createOperations } from './createContract';

export const LOCATION = 'url:https://git.example.com';

/** The entities that the team of a service would write. */
export function createEntities(
  blueprint: Blueprint,
  all: readonly Blueprint[],
): Entity[] {
  return [
    toEntity(blueprint, specOf(blueprint, all)),
    ...(blueprint.hasContract ? [toApi(blueprint)] : []),
  ];
}

/** Full reference of the entity of a service. */
export function refOf({ kind, name }: Blueprint): string {
  return `${kind === 'service' ? 'component' : 'resource'}:default/${name}`;
}

/** Full reference of its API. */
export function apiRefOf({ name }: Blueprint): string {
  return `api:default/${name}-api`;
}

export function locationOf({ owner, name }: Blueprint): string {
  return `${LOCATION}/${owner.split('/')[1]}/${name}/catalog-info.yaml`;
}

function toEntity(blueprint: Blueprint, spec: JsonObject): Entity {
  const location = locationOf(blueprint);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: blueprint.kind === 'service' ? 'Component' : 'Resource',
    metadata: {
      name: blueprint.name,
      namespace: 'default',
      annotations: {
        'backstage.io/managed-by-location': location,
        'backstage.io/managed-by-origin-location': location,
      },
    },
    spec: {
      type: {
        service: 'service',
        database: 'database',
        external: 'external-service',
      }[blueprint.kind],
      lifecycle: 'production',
      owner: blueprint.owner,
      system: blueprint.system,
      ...spec,
    },
  };
}

function specOf(blueprint: Blueprint, all: readonly Blueprint[]): JsonObject {
  if (blueprint.kind === 'external') {
    return {
      mesh: {
        hosts: [`${blueprint.name}.example.net`],
        ports: [{ name: 'tls', port: 443, protocol: 'tls' }],
      },
    };
  }
  const needs = blueprint.needs.flatMap(index => all[index] ?? []);
  const byApi = needs.filter(need => need.hasContract);
  return {
    ...(blueprint.hasContract && { providesApis: [`${blueprint.name}-api`] }),
    consumesApis: byApi.map(apiRefOf),
    dependsOn: needs.filter(need => !need.hasContract).map(refOf),
    mesh: {
      deployments: blueprint.clusters.map(cluster => ({
        cluster,
        namespace: blueprint.namespace,
      })),
      ports: [portOf(blueprint)],
      dependencies: refine(blueprint, byApi),
      ...accessOf(blueprint),
    },
  };
}

function portOf({ kind }: Blueprint): JsonObject {
  return kind === 'database'
    ? { name: 'tcp', port: 5432, protocol: 'tcp' }
    : { name: 'http', port: 80, targetPort: 8080, protocol: 'http' };
}

/** Every other caller of an API names the operations that it needs. */
function refine({ index }: Blueprint, needs: readonly Blueprint[]): JsonObject {
  return Object.fromEntries(
    needs
      .filter((_, position) => (index + position) % 2 === 0)
      .map(need => [
        apiRefOf(need),
        {
          operations: createOperations(need.index)
            .slice(0, 3)
            .flatMap(({ id }) => id ?? []),
        },
      ]),
  );
}

function accessOf({ access, system }: Blueprint): JsonObject {
  switch (access) {
    case 'open':
      return { access: { approval: 'none' } };
    case 'system':
      return {
        access: { approval: 'owner', allow: [`system:default/${system}`] },
      };
    default:
      return {};
  }
}

function toApi(blueprint: Blueprint): Entity {
  const { metadata } = toEntity(blueprint, {});
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    metadata: { ...metadata, name: `${blueprint.name}-api` },
    spec: {
      type: 'openapi',
      lifecycle: 'production',
      owner: blueprint.owner,
      system: blueprint.system,
      definition: createDefinition(blueprint.index),
    },
  };
}
