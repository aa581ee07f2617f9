import { refuse } from '../ArmError';
import { isTrue, type JsonObject, objectAt, textAt } from '../core/json';
import { groupOf, nameOf, parentOf } from '../core/parseTarget';
import type { Resource } from '../core/Resource';
import type { ResourceType, WriteContext } from '../core/ResourceType';
import type { World } from '../core/World';
import {
  checkRecordName,
  parseRecordSet,
  type RecordSetFields,
} from '../parseRecordSet';
import { requireReference } from './references';

const VERSIONS = ['2024-06-01', '2020-06-01', '2020-01-01', '2018-09-01'];
const ZONE = 'Microsoft.Network/privateDnsZones';
/** Reserved names that a private zone must not take. */
const RESERVED = ['svc', 'cluster.local', 'azure.com', 'windows.net'];

/** Private zones; nested resources must go first. */
export const privateDnsZones: ResourceType = {
  type: ZONE,
  apiVersions: VERSIONS,
  location: 'global',
  etag: 'etag',
  form: 'accepted',
  seconds: { create: 45, update: 5, delete: 45 },
  write({ name, body, live }) {
    const isSound =
      /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+$/i.test(
        name,
      );
    if (!isSound || RESERVED.includes(name.toLowerCase())) {
      throw refuse(
        400,
        'BadRequest',
        `The zone name '${name}' is invalid: it needs two or more labels and must not be reserved.`,
      );
    }
    const { properties, ...rest } = body;
    return {
      body: {
        tags: {},
        ...rest,
        properties: objectAt(live?.body, 'properties'),
      },
    };
  },
  checkDelete(world, resource) {
    const nested = world.store.below(
      resource.id,
      `${ZONE}/virtualNetworkLinks`,
    );
    if (nested.length > 0) {
      throw refuse(
        409,
        'CannotDeleteResource',
        `Cannot delete resource while nested resources exist. Some existing nested resource IDs include: '${nested
          .map(one => one.id)
          .join(
            "', '",
          )}'. Please delete all nested resources before deleting this resource.`,
      );
    }
  },
  show: (world, resource) => {
    const below = (type: string) =>
      world.store.below(resource.id, `${ZONE}/${type}`);
    const links = below('virtualNetworkLinks');
    const registering = links.filter(({ body }) =>
      isTrue(body, 'properties.registrationEnabled'),
    );
    return {
      properties: {
        maxNumberOfRecordSets: 25_000,
        // The SOA record set counts.
        numberOfRecordSets: below('A').length + 1,
        maxNumberOfVirtualNetworkLinks: 1000,
        numberOfVirtualNetworkLinks: links.length,
        maxNumberOfVirtualNetworkLinksWithRegistration: 100,
        numberOfVirtualNetworkLinksWithRegistration: registering.length,
      },
    };
  },
};

/** Networks that resolve a zone. */
export const virtualNetworkLinks: ResourceType = {
  type: `${ZONE}/virtualNetworkLinks`,
  apiVersions: VERSIONS,
  location: 'global',
  etag: 'etag',
  form: 'accepted',
  seconds: { create: 40, update: 10, delete: 40 },
  write: writeLink,
  show: (_world, { state }) => ({
    properties: {
      virtualNetworkLinkState:
        state === 'Succeeded' ? 'Completed' : 'InProgress',
    },
  }),
};

function writeLink({ world, id, body, live }: WriteContext) {
  const properties = objectAt(body, 'properties');
  const network = requireReference(world, {
    id: textAt(properties, 'virtualNetwork.id'),
    type: 'Microsoft.Network/virtualNetworks',
  });
  const same = (other: Resource) =>
    textAt(other.body, 'properties.virtualNetwork.id')?.toLowerCase() ===
    network.id.toLowerCase();
  const links = world.store.all(virtualNetworkLinks.type);
  const twin = links.find(
    one =>
      one !== live &&
      same(one) &&
      parentOf(one.id).toLowerCase() === parentOf(id).toLowerCase(),
  );
  if (twin) {
    throw refuse(
      409,
      'Conflict',
      `A virtual network cannot be linked to a zone twice: '${network.id}' is linked by '${twin.id}'.`,
    );
  }
  const clash = links.find(
    one =>
      one !== live &&
      same(one) &&
      nameOf(parentOf(one.id)).toLowerCase() ===
        nameOf(parentOf(id)).toLowerCase(),
  );
  if (clash) {
    throw refuse(
      400,
      'BadRequest',
      `A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network with '${nameOf(
        parentOf(id),
      )}' and '${nameOf(parentOf(clash.id))}' zones.`,
    );
  }
  return {
    body: {
      tags: {},
      ...body,
      properties: {
        registrationEnabled: false,
        resolutionPolicy: 'Default',
        ...properties,
      },
    },
  };
}

/** Record sets of type A. */
export const recordSetsA: ResourceType = {
  type: `${ZONE}/A`,
  apiVersions: VERSIONS,
  location: 'none',
  etag: 'etag',
  isStateless: true,
  form: 'sync',
  seconds: { create: 0, update: 0, delete: 0 },
  write({ world, id, name, body, live, request }) {
    checkRecordName(name, nameOf(parentOf(id)));
    const isPatch = request.method === 'PATCH';
    const base = live?.body.properties as RecordSetFields | undefined;
    const sent = isPatch ? JSON.parse(request.body ?? '{}') : body;
    const fields = parseRecordSet(sent, isPatch ? base : undefined);
    requireReference(world, { id: parentOf(id), type: ZONE });
    return { body: { properties: fields } };
  },
  show: (_world, resource) => showRecord(resource),
  notFound: id =>
    refuse(
      404,
      'NotFound',
      `The resource record '${nameOf(
        id,
      )}' does not exist in resource group '${groupOf(id)}' of subscription '${
        id.split('/')[2]
      }'.`,
    ),
};

/** Record sets have no data of the system. */
function showRecord({ id, name, etag }: Resource): JsonObject {
  const zone = nameOf(parentOf(id));
  return {
    etag,
    systemData: undefined,
    properties: {
      fqdn: name === '@' ? `${zone}.` : `${name}.${zone}.`,
      isAutoRegistered: false,
    },
  };
}

/** The record set that every zone has by itself. */
export function showSoa(zone: Resource): JsonObject {
  return {
    id: `${zone.id}/SOA/@`,
    name: '@',
    type: `${ZONE}/SOA`,
    etag: 'a0e5bd4f-0b50-4d0c-8d0e-5f7e0c9d1c11',
    properties: {
      fqdn: `${zone.name}.`,
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

/** Zones of a world by the id of their group. */
export function findZone(world: World, id: string): Resource | undefined {
  const zone = world.store.get(id);
  return zone?.type === ZONE ? zone : undefined;
}
