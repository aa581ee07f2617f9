import type { Request } from 'express';
import type { ArmState, StoredRecordSet } from './ArmState';

const TYPE = 'Microsoft.Network/privateDnsZones';

/** A zone as Resource Manager shows it. */
export function describeZone(req: Request, zone: string, state: ArmState) {
  return {
    id: idOf(req, zone),
    name: zone,
    type: TYPE,
    location: 'global',
    tags: {},
    properties: {
      maxNumberOfRecordSets: 25_000,
      // The SOA record set counts.
      numberOfRecordSets: state.list(zone).length + 1,
      provisioningState: 'Succeeded',
    },
  };
}

/** A record set of type A as Resource Manager shows it. */
export function describeRecordSet(req: Request, record: StoredRecordSet) {
  const { name, etag, ...fields } = record;
  const { zone } = req.params;
  const fqdn = name === '@' ? `${zone}.` : `${name}.${zone}.`;
  return {
    id: `${idOf(req, zone)}/A/${name}`,
    name,
    type: `${TYPE}/A`,
    etag,
    properties: { ...fields, fqdn, isAutoRegistered: false },
  };
}

/** The record set that every zone has by itself. */
export function describeSoa(req: Request) {
  const { zone } = req.params;
  return {
    id: `${idOf(req, zone)}/SOA/@`,
    name: '@',
    type: `${TYPE}/SOA`,
    etag: 'a0e5bd4f-0b50-4d0c-8d0e-5f7e0c9d1c11',
    properties: {
      fqdn: `${zone}.`,
      ttl: 3600,
      metadata: {},
      isAutoRegistered: false,
      soaRecord: {
        host: 'azureprivatedns.net',
        email: 'azureprivatedns-host.microsoft.com',
        serialNumber: 1,
        refreshTime: 3600,
        retryTime: 300,
        expireTime: 2_419_200,
        minimumTtl: 10,
      },
    },
  };
}

function idOf(req: Request, zone: string): string {
  const { subscription, group } = req.params;
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${TYPE}/${zone}`;
}
