import type { Resource } from '../arm';

const RECORDS = 'Microsoft.Network/privateDnsZones/A';

/** Addresses of a name in the private zones; a wildcard answers last. */
export function resolvePrivate(
  resources: readonly Resource[],
  name: string,
): string[] {
  const wanted = name.replace(/\.$/, '').toLowerCase();
  const wildcard = `*.${wanted.split('.').slice(1).join('.')}`;
  const records = resources.filter(({ type }) => type === RECORDS);
  const found =
    records.find(record => fqdnOf(record) === wanted) ??
    records.find(record => fqdnOf(record) === wildcard);
  const { aRecords } = (found?.body.properties ?? {}) as {
    aRecords?: Array<{ ipv4Address: string }>;
  };
  return aRecords?.map(({ ipv4Address }) => ipv4Address) ?? [];
}

function fqdnOf({ id, name }: Resource): string {
  const zone = id.split('/').slice(-3)[0];
  return (name === '@' ? zone : `${name}.${zone}`).toLowerCase();
}
