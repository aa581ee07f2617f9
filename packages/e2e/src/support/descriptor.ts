import { stringify } from 'yaml';

/** What a service says about itself, as far as specs vary it. */
export type ServiceFile = {
  name: string;
  owner?: string;
  dependsOn?: string[];
  /** `spec.mesh`; anything, as people write it. */
  mesh: unknown;
};

/** The text of a `catalog-info.yaml`. */
export function describeService(service: ServiceFile): string {
  const { name, owner = 'group:default/shop', dependsOn, mesh } = service;
  return stringify({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
    spec: {
      type: 'service',
      lifecycle: 'experimental',
      owner,
      ...(dependsOn && { dependsOn }),
      mesh,
    },
  });
}

/** A good `spec.mesh`. */
export function meshOf(namespace: string, more: object = {}) {
  const http = { name: 'http', port: 80, targetPort: 8080, protocol: 'http' };
  return { cluster: 'shop-weu', namespace, ports: [http], ...more };
}
