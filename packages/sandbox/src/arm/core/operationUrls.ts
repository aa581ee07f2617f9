import { createHmac } from 'node:crypto';
import type { Operation } from './Resource';
import type { World } from './World';

const RESOURCE_MANAGER = 'https://management.azure.com';
const PATTERN =
  /\/(operations|operationstatuses|operationresults)\/([0-9a-f-]{36})$/i;
/** Stands for the certificates that Azure puts into such addresses. */
const CERTIFICATE = 'MIIHhzCCBm-gAwIBAgITHgT8qPq'.repeat(135);

/** Where an operation tells of itself. */
export type OperationAddress = { id: string; isResult: boolean };

/** Address of an operation, signed as Azure does: about 4 KB. */
export function operationUrl(
  world: World,
  operation: Operation,
  segment: 'operations' | 'operationresults',
): string {
  const provider = operation.type.split('/')[0];
  const path =
    provider === 'Microsoft.Resources'
      ? `/subscriptions/${world.subscriptionId}/${segment}/${operation.id}`
      : `/subscriptions/${world.subscriptionId}/providers/${provider}/locations/${operation.location}/${segment}/${operation.id}`;
  const query = new URLSearchParams({
    'api-version': '2016-03-30',
    t: String(operation.startedAt),
    c: CERTIFICATE,
    s: sign(world, operation.id).repeat(6),
    h: sign(world, operation.id),
  });
  return `${RESOURCE_MANAGER}${path}?${query}`;
}

/** The operation that a path asks about; undefined for other paths. */
export function parseOperationPath(path: string): OperationAddress | undefined {
  const match = PATTERN.exec(path);
  return match
    ? {
        id: match[2].toLowerCase(),
        isResult: match[1].toLowerCase() === 'operationresults',
      }
    : undefined;
}

/** Whether an address is one that was given out. */
export function isSigned(
  world: World,
  id: string,
  query: URLSearchParams,
): boolean {
  return query.get('h') === sign(world, id);
}

function sign(world: World, id: string): string {
  return createHmac('sha256', world.store.secret)
    .update(id)
    .digest('base64url');
}
