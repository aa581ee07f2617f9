import {
  ANNOTATION_LOCATION,
  type Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import { derivePreview, type MeshInput } from '@meshwright/plugin-mesh-common';
import { keepLastReadable } from '@meshwright/plugin-mesh-node';
import { toContractSource } from '../catalog';
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
      listing: await reader.readListing(),
      now: now(),
    });

  return {
    async listClusters() {
      const kept = await stores.provisionedClusters.list();
      const specs = new Map(kept.map(({ name, spec }) => [name, spec]));
      return {
        items: listClusters(context).map(cluster => {
          const spec = cluster.state && specs.get(cluster.name);
          return spec ? { ...cluster, spec } : cluster;
        }),
      };
    },

    async getStatus({ entityRef }) {
      const status = await stores.statuses.getText(entityRef);
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
      const [statuses, passes, stages, bindings, custodies] = await Promise.all(
        [
          stores.statuses.listSummaries(),
          stores.passes.list(),
          stores.stages.list(),
          stores.bindings.list(),
          stores.custody.list(),
        ],
      );
      return buildOverview({
        clusters: context.clusters.list(),
        statuses,
        passes,
        stages,
        bindings: [...config.bindings, ...bindings],
        custodies,
        instance: config.instance,
      });
    },

    async getInput() {
      return readInput();
    },

    async preview({ entities, location }) {
      const input = await readInput();
      return derivePreview({
        input,
        entities: entities.map(entity => withLocation(entity, location)),
        contracts: parseDrafts(context, { input, entities }),
      });
    },
  };
}

/** What the definitions of drafts say, as the next pass would read them. */
function parseDrafts(
  { contracts }: ServiceContext,
  { input, entities }: { input: MeshInput; entities: Entity[] },
): MeshInput['contracts'] {
  return Object.fromEntries(
    entities.flatMap(entity => {
      const source = toContractSource(entity);
      const { namespace = 'default' } = entity.metadata;
      // A draft may be anything; what is no entity has no contract.
      if (!source || typeof namespace !== 'string') {
        return [];
      }
      const ref = stringifyEntityRef(entity);
      const current = contracts.parse(source);
      return [[ref, keepLastReadable(current, input.contracts?.[ref])]];
    }),
  );
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

/** Those whose settings can be read. */
function listClusters({ config, clusters }: ServiceContext) {
  const lifecycles = new Map(
    clusters.list().map(({ name, lifecycle }) => [name, lifecycle]),
  );
  return config.clusters.flatMap(({ cluster, block }) => {
    if (!cluster) {
      return [];
    }
    const { name, environment, trustDomain, revision, dnsZone } = cluster;
    const state = lifecycles.get(name);
    return {
      name,
      environment,
      trustDomain,
      revision,
      dnsZone,
      ...(state && { state, owner: block.getOptionalString('owner') }),
    };
  });
}
