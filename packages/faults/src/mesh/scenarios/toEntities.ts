import type { Entity } from '@backstage/catalog-model';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import { refOf } from '../Town';
import type { Service } from './Upgrade';

/** What the catalog has of services, one entity for each name. */
export function toEntities(
  services: readonly Service[],
  clusterOf: (namespace: string) => string,
): Entity[] {
  const names = new Set(services.map(({ name }) => name));
  return [...names].map(name => {
    const places = services.filter(one => one.name === name);
    const [{ owner, needs, allows }] = places;
    const entity = component({ name, owner, dependsOn: needs.map(refOf) });
    return {
      ...entity,
      spec: {
        ...entity.spec,
        mesh: {
          deployments: places.map(place => ({
            cluster: clusterOf(place.namespace),
            namespace: place.namespace,
            serviceAccount: place.account,
            selector: { app: place.label },
            service: place.service,
            ports: listPorts(place),
          })),
          access: { allow: allows.map(refOf) },
        },
      },
    };
  });
}

function listPorts({ port, protocol, scraped }: Service) {
  return [
    { name: 'main', port: 80, targetPort: port, protocol },
    ...(scraped
      ? [{ name: 'metrics', port: scraped, protocol: 'http', scrape: true }]
      : []),
  ];
}
