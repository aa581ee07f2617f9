/** Providers that heed `If-Match`. */
const MATCH = ['microsoft.containerservice', 'microsoft.network'];

/** Kinds that heed `If-None-Match: *`. */
const NONE_MATCH = [
  'microsoft.containerservice/managedclusters',
  'microsoft.network/privatednszones',
  'microsoft.network/privatednszones/virtualnetworklinks',
];

/**
 * What a write may insist on: that nobody wrote since it was read (`etag`),
 * or that there is still nothing. Where Azure does not heed it, the second
 * look of the next start has to do.
 */
export function buildPreconditions(
  type: string,
  etag: string | undefined | null,
): { ifMatch?: string; ifNoneMatch?: string } {
  const kind = type.toLowerCase();
  if (etag === null) {
    return NONE_MATCH.includes(kind) ? { ifNoneMatch: '*' } : {};
  }
  const heeds = MATCH.includes(kind.split('/')[0]);
  return heeds && etag !== undefined ? { ifMatch: etag } : {};
}
