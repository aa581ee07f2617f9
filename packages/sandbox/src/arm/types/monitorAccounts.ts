import { randomUUID } from 'node:crypto';
import { mergeJson, objectAt, textAt } from '../core/json';
import { groupOf } from '../core/parseTarget';
import type { ResourceType, WriteContext } from '../core/ResourceType';

/** `Microsoft.Monitor/accounts`, the Azure Monitor workspace. */
export const monitorAccounts: ResourceType = {
  type: 'Microsoft.Monitor/accounts',
  apiVersions: ['2025-10-03', '2025-05-03-preview', '2023-04-03'],
  location: 'region',
  etag: 'etag',
  namePattern: /^(?!-)[A-Za-z0-9-]{4,44}$/,
  form: 'delete',
  seconds: { create: 0, update: 0, delete: 60 },
  write: writeAccount,
};

function writeAccount({ world, id, name, body, live }: WriteContext) {
  const location = textAt(body, 'location');
  const before = objectAt(live?.body, 'properties');
  const accountId = before.accountId ?? randomUUID();
  const group = `/subscriptions/${world.subscriptionId}/resourceGroups/MA_${name}_${location}_managed`;
  const host = `https://${name}-${String(accountId).slice(
    0,
    4,
  )}.${location}.prometheus.monitor.azure.com`;
  return {
    body: {
      ...body,
      properties: mergeJson(objectAt(body, 'properties'), {
        accountId,
        metrics: {
          prometheusQueryEndpoint: world.prometheusUrl ?? host,
          internalId: `mac_${accountId}`,
        },
        defaultIngestionSettings: {
          dataCollectionRuleResourceId: `${group}/providers/Microsoft.Insights/dataCollectionRules/${name}`,
          dataCollectionEndpointResourceId: `${group}/providers/Microsoft.Insights/dataCollectionEndpoints/${name}`,
        },
        publicNetworkAccess:
          textAt(body, 'properties.publicNetworkAccess') ?? 'Enabled',
      }),
    },
    hidden: { group: groupOf(id) },
  };
}
