import type { Desired } from '../Desired';
import { nameOf } from '../ids';
import type { PlanContext } from '../PlanContext';

/** Where the certificate is kept, when it is kept nowhere else. */
export function buildVault(context: PlanContext): Desired[] {
  const { spec, ids, tags, tenantId } = context;
  if (!spec.edge || spec.edge.vaultId) {
    return [];
  }
  return [
    {
      step: 'vault',
      title: `Key vault ${nameOf(ids.vault)}`,
      type: 'Microsoft.KeyVault/vaults',
      id: ids.vault,
      body: {
        location: spec.region,
        tags,
        properties: {
          tenantId: tenantId ?? '',
          sku: { family: 'A', name: 'standard' },
          enableRbacAuthorization: true,
          enableSoftDelete: true,
          softDeleteRetentionInDays: 90,
          enablePurgeProtection: true,
          publicNetworkAccess: 'Enabled',
        },
      },
      dependsOn: ['group'],
      answers: ['edge.certificateSecretId'],
      seconds: { create: 30, update: 5, delete: 10 },
      reason: 'Keeps the certificate of the public hosts.',
    },
  ];
}
