import { isIPv4 } from 'node:net';
import { badRequest } from './ArmError';

const MAX_TTL = 2_147_483_647;
const MAX_RECORDS = 20;
// Azure documents no limits for metadata; these are no wider than a tag's.
const MAX_METADATA = 10;
const MAX_METADATA_VALUE = 256;
const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;

/** What people set of a record set of type A. */
export type RecordSetFields = {
  ttl: number;
  metadata: Record<string, string>;
  aRecords: Array<{ ipv4Address: string }>;
};

type JsonObject = Record<string, unknown>;

/** The etag that a body may carry instead of the header `If-Match`. */
export function parseEtag(body: unknown): string | undefined {
  return isObject(body) && typeof body.etag === 'string'
    ? body.etag
    : undefined;
}

/** Reads the body of a PUT, or of a PATCH that changes `base`. */
export function parseRecordSet(
  body: unknown,
  base?: RecordSetFields,
): RecordSetFields {
  if (!isObject(body) || !isObject(body.properties)) {
    throw badRequest("The request content must have the object 'properties'.");
  }
  const { properties } = body;
  return {
    ttl: parseTtl(properties.ttl ?? base?.ttl),
    metadata: parseMetadata(properties.metadata ?? base?.metadata ?? {}),
    aRecords: parseRecords(properties.aRecords ?? base?.aRecords ?? []),
  };
}

/** Refuses names that DNS does not know. */
export function checkRecordName(name: string, zone: string): void {
  const labels = name.split('.');
  const isSound = labels.every(
    (label, index) => LABEL.test(label) || (index === 0 && label === '*'),
  );
  if (name !== '@' && (!isSound || `${name}.${zone}`.length > 253)) {
    throw badRequest(`The domain name '${name}.${zone}' is invalid.`);
  }
}

function parseTtl(value: unknown): number {
  if (
    !Number.isInteger(value) ||
    Number(value) < 1 ||
    Number(value) > MAX_TTL
  ) {
    throw badRequest(`The TTL must be an integer from 1 to ${MAX_TTL}.`);
  }
  return Number(value);
}

function parseMetadata(value: unknown): Record<string, string> {
  const entries = isObject(value) ? Object.entries(value) : undefined;
  if (!entries || entries.some(([, text]) => typeof text !== 'string')) {
    throw badRequest('The metadata must be an object of texts.');
  }
  if (entries.length > MAX_METADATA) {
    throw badRequest(`At most ${MAX_METADATA} metadata entries are allowed.`);
  }
  const long = entries.find(
    ([, text]) => String(text).length > MAX_METADATA_VALUE,
  );
  if (long) {
    throw badRequest(
      `The metadata entry '${long[0]}' has more than ${MAX_METADATA_VALUE} characters.`,
    );
  }
  return Object.fromEntries(entries.map(([key, text]) => [key, String(text)]));
}

function parseRecords(value: unknown): Array<{ ipv4Address: string }> {
  const records = Array.isArray(value) ? value : undefined;
  if (!records || records.length > MAX_RECORDS) {
    throw badRequest(`There must be at most ${MAX_RECORDS} records.`);
  }
  const addresses = records.map(record => {
    const address = isObject(record) ? record.ipv4Address : undefined;
    if (typeof address !== 'string' || !isIPv4(address)) {
      throw badRequest(`The value '${String(address)}' is no IPv4 address.`);
    }
    return address;
  });
  if (new Set(addresses).size < addresses.length) {
    throw badRequest('The record set has two equal records.');
  }
  return addresses.map(ipv4Address => ({ ipv4Address }));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
