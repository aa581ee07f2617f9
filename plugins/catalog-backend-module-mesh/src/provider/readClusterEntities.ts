import type { Entity } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { buildClusterEntity } from './buildClusterEntity';

/** One `mesh-cluster` resource per cluster of the configuration. */
export function readClusterEntities(config: Config): Entity[] {
  const clusters = config.getOptionalConfigArray('mesh.clusters') ?? [];
  const [platform] =
    config.getOptionalStringArray('permission.mesh.platformGroups') ?? [];
  return clusters.map(cluster =>
    buildClusterEntity({
      name: cluster.getString('name'),
      title: cluster.getOptionalString('title'),
      environment: cluster.getOptionalString('environment') ?? 'production',
      owner: cluster.getOptionalString('owner') ?? platform ?? 'unknown',
      location: 'config:mesh.clusters',
    }),
  );
}
