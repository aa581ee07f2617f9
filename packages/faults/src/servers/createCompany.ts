import type { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type { MeshInput } from '@meshwright/plugin-mesh-common';
import { createMeshInput, MAIN_CLUSTER, readMeshConfig } from './parts';

/** A generated company in one cluster, and the configuration that goes with it. */
export type Company = { input: MeshInput; config: JsonObject };

/** The same company for the same number, in every process. */
export function createCompany(options: {
  services: number;
  /** Path of a file. */
  kubeconfig: string;
  /** Whether clusters are followed by watches. */
  isWatched: boolean;
}): Company {
  const generated = createMeshInput({ services: options.services });
  const config = createConfig(generated, options);
  const { clusters, bindings, instance, defaults } = readMeshConfig(
    new ConfigReader(config),
  );
  return {
    config,
    input: {
      ...generated,
      instance,
      defaults,
      bindings,
      clusters: clusters.flatMap(({ cluster }) => cluster ?? []),
      entities: generated.entities.map(stayInMain),
      stages: generated.stages.filter(
        ({ cluster }) => cluster === MAIN_CLUSTER,
      ),
    },
  };
}

function createConfig(
  { bindings, clusters }: MeshInput,
  options: { kubeconfig: string; isWatched: boolean },
): JsonObject {
  const { kubeconfig, isWatched } = options;
  const [main] = clusters;
  return {
    mesh: {
      instance: 'benchmark',
      settle: { seconds: 0 },
      drift: { repairAfter: { seconds: 0 } },
      bindings: {
        static: bindings.map(({ namespace, host, owner }) => ({
          ...(namespace !== undefined && { namespace }),
          ...(host !== undefined && { host }),
          owner,
        })),
      },
      clusters: [
        {
          name: MAIN_CLUSTER,
          environment: 'production',
          type: 'kubeconfig',
          kubeconfig,
          revision: 'asm-1-29',
          rootNamespace: main?.rootNamespace ?? 'aks-istio-system',
          gateways: JSON.parse(JSON.stringify(main?.gateways ?? {})),
          ...(!isWatched && { cache: { enabled: false } }),
        },
      ],
    },
  };
}

type Placed = { deployments?: Array<{ cluster: string }> };

/** What runs in a second cluster as well does not here. */
function stayInMain(entity: Entity): Entity {
  const mesh = entity.spec?.mesh as Placed | undefined;
  return mesh?.deployments
    ? {
        ...entity,
        spec: {
          ...entity.spec,
          mesh: {
            ...mesh,
            deployments: mesh.deployments.filter(
              ({ cluster }) => cluster === MAIN_CLUSTER,
            ),
          },
        },
      }
    : entity;
}
