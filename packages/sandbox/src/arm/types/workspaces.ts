import { randomUUID } from 'node:crypto';
import { refuse } from '../ArmError';
import { dig, mergeJson, objectAt, textAt } from '../core/json';
import type { Resource } from '../core/Resource';
import type { ResourceType, WriteContext } from '../core/ResourceType';
import type { ArmRequest } from '../core/wire';
import type { World } from '../core/World';

const SKUS = ['PerGB2018', 'CapacityReservation', 'LACluster', 'Free'];
/** Days that a deleted workspace can come back. */
const RETENTION_DAYS = 14;

/** `Microsoft.OperationalInsights/workspaces`: deleted softly. */
export const workspaces: ResourceType = {
  type: 'Microsoft.OperationalInsights/workspaces',
  apiVersions: [
    '2025-07-01',
    '2025-02-01',
    '2023-09-01',
    '2022-10-01',
    '2021-06-01',
  ],
  location: 'region',
  etag: 'etag',
  namePattern: /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/,
  form: 'body',
  seconds: { create: 15, update: 5, delete: 5 },
  write: writeWorkspace,
  gone(world: World, resource: Resource, request?: ArmRequest) {
    const query = new URLSearchParams(request?.url.split('?')[1] ?? '');
    if (query.get('force') !== 'true') {
      world.store.keepDeleted({ resource, deletedAt: world.now() });
    }
  },
};

function writeWorkspace({ world, id, body, live }: WriteContext) {
  const wanted = objectAt(body, 'properties');
  const sku = textAt(wanted, 'sku.name') ?? 'PerGB2018';
  if (!SKUS.some(one => one.toLowerCase() === sku.toLowerCase())) {
    throw refuse(
      400,
      'InvalidParameter',
      `'sku.name' is '${sku}', which is not one of ${SKUS.join(', ')}.`,
    ).at('sku.name');
  }
  checkRetention(wanted.retentionInDays);
  const before = live ?? recover(world, id);
  const now = new Date(world.now()).toISOString();
  const properties = mergeJson(
    {
      customerId: textAt(before?.body, 'properties.customerId') ?? randomUUID(),
      retentionInDays: 30,
      features: {
        legacy: 0,
        searchVersion: 1,
        enableLogAccessUsingOnlyResourcePermissions: true,
      },
      workspaceCapping: {
        dailyQuotaGb: -1,
        dataIngestionStatus: 'RespectQuota',
      },
      publicNetworkAccessForIngestion: 'Enabled',
      publicNetworkAccessForQuery: 'Enabled',
      createdDate: dig(before?.body, 'properties.createdDate') ?? now,
    },
    wanted,
  );
  return {
    body: {
      ...body,
      properties: {
        ...properties,
        sku: { name: sku, lastSkuUpdate: now },
        modifiedDate: now,
      },
    },
    also: () => world.store.forgetDeleted(id),
  };
}

function recover(world: World, id: string): Resource | undefined {
  const deleted = world.store.deleted(id);
  const limit = world.scale(RETENTION_DAYS * 24 * 3600);
  return deleted && world.now() - deleted.deletedAt < Math.max(limit, 3600_000)
    ? deleted.resource
    : undefined;
}

function checkRetention(days: unknown): void {
  if (days === undefined || days === null) {
    return;
  }
  const fits =
    Number.isInteger(days) &&
    (Number(days) === 7 || (Number(days) >= 30 && Number(days) <= 730));
  if (!fits) {
    throw refuse(
      400,
      'InvalidParameter',
      `'properties.retentionInDays' is '${days}'; it must be from 30 to 730.`,
    ).at('properties.retentionInDays');
  }
}
