import { ANNOTATION_LOCATION, type Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import {
  type ClusterConfig,
  derivePreview,
} from '@meshwright/plugin-mesh-common';
import { readMeshInput } from '../reconcile';
import { buildOverview } from './buildOverview';
import type { MeshService } from './MeshService';
import type { ServiceContext } from './ServiceContext';

type StatusQueries = Pick<
  MeshService,
  'listClusters' | 'getStatus' | 'getOverview' | 'getInput' | 'preview'
>;

/** Questions that the records and the catalog can answer. */
export function createStatusQueries(context: ServiceContext): StatusQueries {
  const { config, stores, reader, now } = context;

  const readInput = async () =>
    readMeshInput({
      config,
      stores,
      entities: await reader.readEntities(),
      now: now(),
    });

  return {
    async listClusters() {
      const items = config.clusters
        .map(({ cluster }) => cluster)
        .filter((cluster): cluster is ClusterConfig => cluster !== undefined)
        .map(({ name, environment, trustDomain, revision, dnsZone }) => ({
          name,
          environment,
          trustDomain,
          revision,
          dnsZone,
        }));
      return { items };
    },

    async getStatus({ entityRef }) {
      const status = await stores.statuses.get(entityRef);
      if (!status) {
        throw new NotFoundError(
          config.problem ??
            `Nothing is known of '${entityRef}' in the mesh: either it has no 'spec.mesh', or the next pass has yet to see it`,
        );
      }
      return {
        status,
        allowed: {
          decide: true,
          bind: true,
          adopt: true,
          confirmRetiring: true,
        },
      };
    },

    async getOverview() {
      const [statuses, passes, stages, bindings] = await Promise.all([
        stores.statuses.list(),
        stores.passes.list(),
        stores.stages.list(),
        stores.bindings.list(),
      ]);
      return buildOverview({
        clusters: context.clusters,
        statuses,
        passes,
        stages,
        bindings: [...config.bindings, ...bindings],
      });
    },

    async getInput() {
      return readInput();
    },

    async preview({ entities, location }) {
      return derivePreview({
        input: await readInput(),
        entities: entities.map(entity => withLocation(entity, location)),
      });
    },
  };
}

/** A draft as the catalog will have it. */
function withLocation(entity: Entity, location: string | undefined): Entity {
  const { metadata } = entity;
  return location === undefined || metadata.annotations?.[ANNOTATION_LOCATION]
    ? entity
    : {
        ...entity,
        metadata: {
          ...metadata,
          annotations: {
            ...metadata.annotations,
            [ANNOTATION_LOCATION]: location,
          },
        },
      };
}
