import { badRequest } from '../errors';
import { isJson } from '../types';
import type { Json, KubeObject } from '../types';

/** What metadata may hold, and of which JSON type. */
const metadataFields: Record<string, string> = {
  name: 'string',
  generateName: 'string',
  namespace: 'string',
  selfLink: 'string',
  uid: 'string',
  resourceVersion: 'string',
  generation: 'number',
  creationTimestamp: 'string',
  deletionTimestamp: 'string',
  deletionGracePeriodSeconds: 'number',
  labels: 'strings',
  annotations: 'strings',
  finalizers: 'array',
  ownerReferences: 'array',
  managedFields: 'array',
};

function isOfType(value: unknown, wanted: string): boolean {
  if (wanted === 'array') {
    return Array.isArray(value);
  }
  if (wanted === 'strings') {
    return (
      isJson(value) &&
      Object.values(value).every(inner => typeof inner === 'string')
    );
  }
  return typeof value === wanted;
}

/** Unknown fields of metadata, as strict decoding names them. */
export function unknownMetadata(metadata: Json): string[] {
  return Object.keys(metadata)
    .filter(key => !(key in metadataFields))
    .map(key => `metadata.${key}`);
}

/** Reads a body as an object; what cannot be decoded is a bad request. */
export function decodeObject(body: unknown): KubeObject {
  if (!isJson(body)) {
    throw badRequest('the object provided is unrecognized: not an object');
  }
  const metadata = body.metadata ?? {};
  if (!isJson(metadata)) {
    throw badRequest('metadata must be an object');
  }
  const kept: Json = {};
  for (const [key, value] of Object.entries(metadata)) {
    const wanted = metadataFields[key];
    if (value === null || value === undefined) {
      continue;
    }
    if (wanted && !isOfType(value, wanted)) {
      throw badRequest(
        `json: cannot unmarshal into Go struct field ObjectMeta.metadata.${key}: wrong type`,
      );
    }
    kept[key] = value;
  }
  return {
    ...body,
    apiVersion: String(body.apiVersion ?? ''),
    kind: String(body.kind ?? ''),
    metadata: { ...kept, name: String(kept.name ?? '') },
  };
}
