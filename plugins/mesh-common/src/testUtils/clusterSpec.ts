import type { JsonObject } from '@backstage/types';
import type { MeshClusterSpec } from '../provision/spec';
import { validateClusterSpec } from '../provision/validateClusterSpec';

const VAULT =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-shared/providers/Microsoft.KeyVault/vaults/shop-certificates';

/**
 * The fewest answers that make a cluster, `shop-neu`.
 *
 * @public
 */
export function clusterAnswers(overrides: JsonObject = {}): JsonObject {
  return {
    name: 'shop-neu',
    environment: 'production',
    owner: 'group:default/platform',
    subscriptionId: '00000000-0000-0000-0000-000000000001',
    region: 'northeurope',
    network: { range: '10.240.0.0/16' },
    kubernetes: { adminGroups: ['11111111-1111-1111-1111-111111111111'] },
    dns: { zone: 'mesh.internal' },
    ...overrides,
  };
}

/**
 * Answers about the way in from the internet.
 *
 * @public
 */
export function edgeAnswers(overrides: JsonObject = {}): JsonObject {
  return {
    hosts: ['*.shop.example.com', 'www.example.com'],
    certificateSecretId:
      'https://shop-certificates.vault.azure.net/secrets/shop',
    vaultId: VAULT,
    ...overrides,
  };
}

/**
 * The specification that `clusterAnswers` make. Throws when they make none.
 *
 * @public
 */
export function clusterSpec(overrides: JsonObject = {}): MeshClusterSpec {
  const { spec, problems } = validateClusterSpec(clusterAnswers(overrides));
  if (!spec) {
    throw new Error(
      `No specification: ${problems
        .map(({ field, message }) => `${field} ${message}`)
        .join('; ')}`,
    );
  }
  return spec;
}
