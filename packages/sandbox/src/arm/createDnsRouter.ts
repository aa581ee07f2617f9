import { randomUUID } from 'node:crypto';
import type { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { ArmError, badRequest, resourceNotFound } from './ArmError';
import type { ArmState, StoredRecordSet } from './ArmState';
import { isSame } from './checkRequest';
import { describeRecordSet, describeSoa, describeZone } from './describeDns';
import { checkRecordName, parseEtag, parseRecordSet } from './parseRecordSet';

const TYPE = 'Microsoft.Network/privateDnsZones';
const RESOURCE_MANAGER = 'https://management.azure.com';
const OTHER_TYPES = ['AAAA', 'CNAME', 'MX', 'PTR', 'SOA', 'SRV', 'TXT'];

/**
 * `Microsoft.Network/privateDnsZones`: zones to read, record sets of type A.
 * Expects `subscription` and `group` among the parameters.
 */
export function createDnsRouter({ state }: { state: ArmState }): Router {
  const router = PromiseRouter({ mergeParams: true });
  router.get('/', (req: Request, res) => {
    const zones = state.zones();
    res.json({ value: zones.map(zone => describeZone(req, zone, state)) });
  });
  router.use('/:zone', (req: Request, _res, next) => {
    if (!state.hasZone(req.params.zone)) {
      throw resourceNotFound(TYPE, req.params.zone, req.params.group);
    }
    next();
  });
  router.get('/:zone', (req: Request, res) => {
    res.json(describeZone(req, req.params.zone, state));
  });
  router.get('/:zone/ALL', (req: Request, res) => {
    const records = listRecords(req, state);
    res.json(readPage(req, [describeSoa(req), ...records]));
  });
  router.use('/:zone/:type', (req: Request, _res, next) => {
    checkType(req.params.type);
    next();
  });
  router.get('/:zone/:type', (req: Request, res) => {
    res.json(readPage(req, listRecords(req, state)));
  });
  router.get('/:zone/:type/:name', (req: Request, res) => {
    res.json(describeRecordSet(req, findRecord(req, state)));
  });
  router.put('/:zone/:type/:name', (req: Request, res) => {
    const { created, record } = putRecord(req, state);
    res.status(created ? 201 : 200).json(describeRecordSet(req, record));
  });
  router.patch('/:zone/:type/:name', (req: Request, res) => {
    const live = findRecord(req, state);
    checkMatch(req, live);
    const fields = parseRecordSet(req.body, live);
    const record = { ...fields, name: live.name, etag: randomUUID() };
    state.set(req.params.zone, record);
    res.json(describeRecordSet(req, record));
  });
  router.delete('/:zone/:type/:name', (req: Request, res) => {
    const { zone, name } = req.params;
    const live = state.get(zone, name);
    if (live) {
      checkMatch(req, live);
    }
    res.status(state.delete(zone, name) ? 200 : 204).end();
  });
  return router;
}

function checkType(type: string) {
  if (isSame(type, 'A')) {
    return;
  }
  throw OTHER_TYPES.some(other => isSame(type, other))
    ? new ArmError(501, {
        code: 'NotImplemented',
        message: `The sandbox has record sets of type A only, not '${type}'.`,
      })
    : badRequest(`The record type '${type}' is not supported.`);
}

function putRecord(req: Request, state: ArmState) {
  const { zone, name } = req.params;
  const live = state.get(zone, name);
  checkRecordName(name, zone);
  checkMatch(req, live);
  if (req.headers['if-none-match'] === '*' && live) {
    throw preconditionFailed(`'*' in the If-None-Match header`, live);
  }
  const fields = parseRecordSet(req.body);
  const record = { ...fields, name: live?.name ?? name, etag: randomUUID() };
  state.set(zone, record);
  return { created: !live, record };
}

function findRecord(req: Request, state: ArmState): StoredRecordSet {
  const { zone, name, subscription, group } = req.params;
  const live = state.get(zone, name);
  if (!live) {
    throw new ArmError(404, {
      code: 'NotFound',
      message: `The resource record '${name}' does not exist in resource group '${group}' of subscription '${subscription}'.`,
    });
  }
  return live;
}

/** The header `If-Match`, or the etag of the body. */
function checkMatch(req: Request, live: StoredRecordSet | undefined) {
  const wanted = req.headers['if-match'] ?? parseEtag(req.body);
  const etag = wanted?.replace(/^"(.*)"$/, '$1');
  if (etag === undefined || (etag === '*' && live) || etag === live?.etag) {
    return;
  }
  throw preconditionFailed(`'${etag}' in the If-Match header`, live);
}

function preconditionFailed(
  what: string,
  live: StoredRecordSet | undefined,
): ArmError {
  return new ArmError(412, {
    code: 'PreconditionFailed',
    message: `The condition ${what} was not satisfied. The current was '${
      live?.etag ?? ''
    }'.`,
  });
}

function listRecords(req: Request, state: ArmState) {
  const suffix = req.query.$recordsetnamesuffix;
  const ending = typeof suffix === 'string' ? `.${suffix}`.toLowerCase() : '';
  return state
    .list(req.params.zone)
    .filter(record => record.name.toLowerCase().endsWith(ending))
    .map(record => describeRecordSet(req, record));
}

/** A page of at most `$top`, with an absolute link to the next. */
function readPage<T>(
  req: Request,
  all: T[],
): { value: T[]; nextLink?: string } {
  const { $top = '100', $skipToken = '0' } = req.query;
  const [size, start] = [Number($top), Number($skipToken)];
  if (!Number.isInteger(size) || size < 1 || !Number.isInteger(start)) {
    throw badRequest('$top and $skipToken must be positive integers.');
  }
  const end = start + size;
  if (end >= all.length) {
    return { value: all.slice(start, end) };
  }
  const link = new URL(req.originalUrl, RESOURCE_MANAGER);
  link.searchParams.set('$skipToken', String(end));
  return { value: all.slice(start, end), nextLink: link.href };
}
