import type { JsonObject, JsonValue } from '@backstage/types';
import { isUpdateOfOurs } from './stripObject';
import { FIELD_MANAGER } from '@meshwright/plugin-mesh-common';

/**
 * Managed fields in which what we own by creation is owned by Apply, so that
 * a later apply removes what is no longer wanted.
 */
export function toAppliedFields(entries: readonly JsonObject[]): JsonObject[] {
  const ours = entries.filter(isUpdateOfOurs);
  const others = entries.filter(entry => !isUpdateOfOurs(entry));
  return ours.reduce<JsonObject[]>(absorb, others);
}

/** Adds the fields of one entry to our Apply entry of the same API version. */
function absorb(entries: JsonObject[], update: JsonObject): JsonObject[] {
  const at = entries.findIndex(
    entry =>
      entry.manager === FIELD_MANAGER &&
      entry.operation === 'Apply' &&
      !entry.subresource &&
      entry.apiVersion === update.apiVersion,
  );
  if (at < 0) {
    return [...entries, { ...update, operation: 'Apply' }];
  }
  const merged = {
    ...entries[at],
    fieldsV1: uniteFields(entries[at].fieldsV1, update.fieldsV1),
  };
  return entries.map((entry, index) => (index === at ? merged : entry));
}

/** Union of two sets of fields, each a tree of names. */
function uniteFields(
  a: JsonValue | undefined,
  b: JsonValue | undefined,
): JsonObject {
  const [left, right] = [toObject(a), toObject(b)];
  const united: JsonObject = { ...left };
  for (const [name, fields] of Object.entries(right)) {
    united[name] = uniteFields(left[name], fields);
  }
  return united;
}

function toObject(value: JsonValue | undefined): JsonObject {
  return value && typeof value === 'object' && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

/** True when a manager owns fields by writing, and none by Apply. */
export function isHandEdit(
  entries: readonly JsonObject[],
  manager: string,
): boolean {
  const theirs = entries.filter(entry => entry.manager === manager);
  return (
    theirs.length > 0 && theirs.every(({ operation }) => operation === 'Update')
  );
}
