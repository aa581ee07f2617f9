import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import type { Config } from '@backstage/config';

const LOCATION = 'config:mesh.clusters';

/** One `mesh-cluster` resource per cluster of the configuration. */
export function readClusterEntities(config: Config): Entity[] {
  const clusters = config.getOptionalConfigArray('mesh.clusters') ?? [];
  const [platform] =
    config.getOptionalStringArray('permission.mesh.platformGroups') ?? [];
  return clusters.map(cluster => {
    const name = cluster.getString('name');
    return {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        name,
        title: cluster.getOptionalString('title') ?? name,
        description: `Kubernetes cluster with an Istio mesh, environment ${
          cluster.getOptionalString('environment') ?? 'production'
        }`,
        annotations: {
          [ANNOTATION_LOCATION]: LOCATION,
          [ANNOTATION_ORIGIN_LOCATION]: LOCATION,
        },
      },
      spec: {
        type: 'mesh-cluster',
        owner: cluster.getOptionalString('owner') ?? platform ?? 'unknown',
      },
    };
  });
}
