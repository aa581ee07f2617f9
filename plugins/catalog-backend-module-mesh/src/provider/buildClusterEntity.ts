import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';

/** The `mesh-cluster` resource of one cluster. */
export function buildClusterEntity(cluster: {
  name: string;
  title?: string;
  environment: string;
  owner: string;
  /** Where it is written down. */
  location: string;
}): Entity {
  const { name, title = name, environment, owner, location } = cluster;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      title,
      description: `Kubernetes cluster with an Istio mesh, environment ${environment}`,
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
      },
    },
    spec: { type: 'mesh-cluster', owner },
  };
}
