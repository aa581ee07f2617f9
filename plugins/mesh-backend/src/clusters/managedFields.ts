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

/**
 * Fields of the spec or the data that another manager applies and we do not,
 * one for each such manager.
 */
export function listAppliedAdditions(
  entries: readonly JsonObject[],
): Array<{ manager: string; field: string }> {
  const isOurs = ({ manager }: JsonObject) => manager === FIELD_MANAGER;
  const ours = entries
    .filter(isOurs)
    .reduce<JsonObject>((all, { fieldsV1 }) => uniteFields(all, fieldsV1), {});
  return entries
    .filter(entry => !isOurs(entry) && entry.operation === 'Apply')
    .flatMap(({ manager, fieldsV1 }) => {
      const field = ['f:spec', 'f:data']
        .filter(root => root in toObject(fieldsV1))
        .map(root =>
          findAddition({
            theirs: toObject(fieldsV1)[root],
            ours: ours[root],
            path: `.${root.slice(2)}`,
          }),
        )
        .find(found => found !== undefined);
      return field === undefined ? [] : [{ manager: String(manager), field }];
    });
}

/** The first field of one set that the other set does not have. */
function findAddition(options: {
  theirs: JsonValue | undefined;
  ours: JsonValue | undefined;
  path: string;
}): string | undefined {
  const { theirs, ours, path } = options;
  if (ours === undefined) {
    return path;
  }
  for (const [name, fields] of Object.entries(toObject(theirs))) {
    const found = findAddition({
      theirs: fields,
      ours: name === '.' ? {} : toObject(ours)[name],
      path: `${path}.${name.replace(/^f:/, '')}`,
    });
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
