import { isJson } from '../types';
import type { Json, ManagedFieldsEntry } from '../types';
import { SEPARATOR } from './tree';
import type { FieldSet } from './tree';

/** A writer and the fields that it owns. */
export type Manager = {
  name: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  subresource?: string;
  time?: string;
  fields: FieldSet;
};

export function isSameManager(a: Manager, b: Manager): boolean {
  return (
    a.name === b.name &&
    a.operation === b.operation &&
    a.subresource === b.subresource &&
    (a.operation === 'Apply' || a.apiVersion === b.apiVersion)
  );
}

function decodeFields(node: Json, path: string, into: FieldSet): void {
  const entries = Object.entries(node);
  if (path && entries.length === 0) {
    into.add(path);
  }
  for (const [element, inner] of entries) {
    if (element === '.') {
      into.add(path);
    } else if (isJson(inner)) {
      decodeFields(
        inner,
        path ? `${path}${SEPARATOR}${element}` : element,
        into,
      );
    }
  }
}

function encodeFields(fields: FieldSet): Json {
  const root: Json = {};
  for (const path of [...fields].sort()) {
    let node = root;
    for (const element of path.split(SEPARATOR)) {
      const next = node[element];
      const inner = isJson(next) ? next : {};
      node[element] = inner;
      node = inner;
    }
    node['.'] = {};
  }
  return withoutLeafDots(root);
}

/** A leaf is written `{}`, only what has parts besides itself gets a dot. */
function withoutLeafDots(node: Json): Json {
  const entries = Object.entries(node);
  if (entries.length === 1 && entries[0][0] === '.') {
    return {};
  }
  return Object.fromEntries(
    entries.map(([element, inner]) => [
      element,
      element !== '.' && isJson(inner) ? withoutLeafDots(inner) : inner,
    ]),
  );
}

export function decodeManagers(
  entries: readonly ManagedFieldsEntry[] = [],
): Manager[] {
  return entries
    .filter(entry => entry.manager && isJson(entry.fieldsV1))
    .map(entry => {
      const fields: FieldSet = new Set();
      decodeFields(entry.fieldsV1, '', fields);
      return {
        name: entry.manager,
        operation: entry.operation,
        apiVersion: entry.apiVersion,
        subresource: entry.subresource || undefined,
        time: entry.time,
        fields,
      };
    });
}

export function encodeManagers(
  managers: readonly Manager[],
): ManagedFieldsEntry[] {
  return managers
    .filter(manager => manager.fields.size > 0)
    .sort(
      (a, b) =>
        a.operation.localeCompare(b.operation) ||
        (a.time ?? '').localeCompare(b.time ?? '') ||
        a.name.localeCompare(b.name),
    )
    .map(manager => ({
      manager: manager.name,
      operation: manager.operation,
      apiVersion: manager.apiVersion,
      ...(manager.time && { time: manager.time }),
      fieldsType: 'FieldsV1' as const,
      fieldsV1: encodeFields(manager.fields),
      ...(manager.subresource && { subresource: manager.subresource }),
    }));
}
