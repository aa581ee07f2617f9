import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import type { ClustersResponse } from '@meshwright/plugin-mesh-common';
import { buildClusterEntity } from './buildClusterEntity';

const TIMEOUT_MS = 10_000;

/**
 * One `mesh-cluster` resource per cluster that was made or adopted from a
 * template, as the backend of the mesh tells. Throws when it does not.
 */
export async function readProvisionedEntities(options: {
  auth: AuthService;
  discovery: DiscoveryService;
}): Promise<Entity[]> {
  const { auth, discovery } = options;
  const { token } = await auth.getPluginRequestToken({
    onBehalfOf: await auth.getOwnServiceCredentials(),
    targetPluginId: 'mesh',
  });
  const response = await fetch(
    `${await discovery.getBaseUrl('mesh')}/v1/clusters`,
    {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    },
  );
  if (!response.ok) {
    throw await ResponseError.fromResponse(response);
  }
  const { items }: ClustersResponse = await response.json();
  return items
    .filter(({ state }) => state !== undefined)
    .map(({ name, environment, owner = 'unknown' }) =>
      buildClusterEntity({
        name,
        environment,
        owner,
        location: `mesh:cluster/${name}`,
      }),
    );
}
