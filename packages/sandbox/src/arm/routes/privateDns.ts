import { badRequest, refuse, resourceNotFound } from '../ArmError';
import type { JsonObject } from '../core/json';
import { show } from '../core/show';
import { answer } from '../core/wire';
import { findZone, recordSetsA, showSoa } from '../types/privateDns';
import { isSame } from '../checkRequest';
import type { Route, RouteContext } from './Route';

const RESOURCE_MANAGER = 'https://management.azure.com';
const OTHER_TYPES = ['AAAA', 'CNAME', 'MX', 'PTR', 'SOA', 'SRV', 'TXT'];

/** Lists of record sets, and record types that are not served. */
export const privateDnsRoutes: Route[] = [
  {
    method: 'GET',
    pattern:
      /^\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Network\/privateDnsZones\/([^/]+)\/(ALL|A|AAAA|CNAME|MX|PTR|SOA|SRV|TXT)$/i,
    run: listRecords,
  },
  {
    method: 'GET',
    pattern:
      /^\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Network\/privateDnsZones\/([^/]+)\/([A-Z]+)\/[^/]+$/i,
    run: context => {
      const [, , type] = context.parts;
      if (type.toLowerCase() === 'virtualnetworklinks' || isSame(type, 'A')) {
        return undefined;
      }
      throw unknownType(type);
    },
  },
];

function unknownType(type: string) {
  return OTHER_TYPES.some(other => isSame(type, other))
    ? refuse(
        501,
        'NotImplemented',
        `The sandbox has record sets of type A only, not '${type}'.`,
      )
    : badRequest(`The record type '${type}' is not supported.`);
}

function listRecords(context: RouteContext) {
  const { world, parts, query } = context;
  const [group, name, type] = parts;
  const id = `/subscriptions/${world.subscriptionId}/resourceGroups/${group}/providers/Microsoft.Network/privateDnsZones/${name}`;
  const zone = findZone(world, id);
  if (!zone) {
    throw resourceNotFound('Microsoft.Network/privateDnsZones', name, group);
  }
  const isAll = isSame(type, 'ALL');
  if (!isAll && !isSame(type, 'A')) {
    throw unknownType(type);
  }
  const suffix = query.get('$recordsetnamesuffix');
  const ending = suffix ? `.${suffix}`.toLowerCase() : '';
  const records = world.store
    .below(zone.id, recordSetsA.type)
    .filter(record => record.name.toLowerCase().endsWith(ending))
    .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
    .map(record => show(world, record));
  return answer(
    200,
    readPage(context, [...(isAll ? [showSoa(zone)] : []), ...records]),
  );
}

/** A page of at most `$top`, with an absolute link to the next. */
function readPage(context: RouteContext, all: JsonObject[]): JsonObject {
  const { query, request } = context;
  const size = Number(query.get('$top') ?? 100);
  const start = Number(query.get('$skipToken') ?? 0);
  if (!Number.isInteger(size) || size < 1 || !Number.isInteger(start)) {
    throw badRequest('$top and $skipToken must be positive integers.');
  }
  const end = start + size;
  if (end >= all.length) {
    return { value: all.slice(start, end) };
  }
  const link = new URL(request.url, RESOURCE_MANAGER);
  link.searchParams.set('$skipToken', String(end));
  return { value: all.slice(start, end), nextLink: link.href };
}
