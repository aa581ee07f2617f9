import { ApiError } from '../errors';
import type { KubeObject, ResourceType } from '../types';
import { decodeManagers, encodeManagers, isSameManager } from './managers';
import type { Manager } from './managers';
import { mergeApplied } from './merge';
import { pruneFields } from './prune';
import { SEPARATOR, compareFields, fieldsOf } from './tree';
import type { FieldSet } from './tree';

/** Who writes, as the entry in managedFields will say. */
export type Writer = Omit<Manager, 'fields' | 'time'>;

/** Fields that nobody owns. */
const unowned = [
  'apiVersion',
  'kind',
  'metadata',
  'metadata.name',
  'metadata.namespace',
  'metadata.generateName',
  'metadata.uid',
  'metadata.resourceVersion',
  'metadata.generation',
  'metadata.creationTimestamp',
  'metadata.deletionTimestamp',
  'metadata.deletionGracePeriodSeconds',
  'metadata.managedFields',
].map(path =>
  path
    .split('.')
    .map(part => `f:${part}`)
    .join(SEPARATOR),
);

function isOwnable(path: string): boolean {
  return !unowned.some(
    other =>
      path === other ||
      (other.endsWith('managedFields') && path.startsWith(other)),
  );
}

function ownable(fields: FieldSet): FieldSet {
  return new Set([...fields].filter(isOwnable));
}

function without(fields: FieldSet, ...others: FieldSet[]): FieldSet {
  return new Set(
    [...fields].filter(path => !others.some(other => other.has(path))),
  );
}

function union(...sets: FieldSet[]): FieldSet {
  return new Set(sets.flatMap(set => [...set]));
}

/** `.spec.template.spec.containers[name="web"].image` */
export function describePath(path: string): string {
  return path
    .split(SEPARATOR)
    .map(element => {
      const rest = element.slice(2);
      if (element.startsWith('f:')) {
        return `.${rest}`;
      }
      if (element.startsWith('v:')) {
        return `[=${rest}]`;
      }
      const pairs = Object.entries(JSON.parse(rest)).map(
        ([key, value]) => `${key}=${JSON.stringify(value)}`,
      );
      return `[${pairs.join(',')}]`;
    })
    .join('');
}

function describeManager(manager: Manager): string {
  const name = manager.subresource
    ? `"${manager.name}" with subresource "${manager.subresource}"`
    : `"${manager.name}"`;
  return manager.operation === 'Update'
    ? `${name} using ${manager.apiVersion}`
    : name;
}

type Conflict = { manager: Manager; fields: FieldSet };

function conflictError(conflicts: Conflict[]): ApiError {
  const causes = conflicts.flatMap(({ manager, fields }) =>
    [...fields].sort().map(path => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${describeManager(manager)}`,
      field: describePath(path),
    })),
  );
  const [first] = causes;
  const lines = conflicts.map(
    ({ manager, fields }) =>
      `conflicts with ${describeManager(manager)}:\n${[...fields]
        .sort()
        .map(path => `- ${describePath(path)}`)
        .join('\n')}`,
  );
  return new ApiError(
    409,
    causes.length === 1
      ? `Apply failed with 1 conflict: ${first.message}: ${first.field}`
      : `Apply failed with ${causes.length} conflicts: ${lines.join('\n')}`,
    { details: { causes } },
  );
}

/** What others own of what changed, and the managers without what is gone. */
function settle(
  managers: Manager[],
  options: { writer: Writer; changed: FieldSet; removed: FieldSet },
): { conflicts: Conflict[]; others: Manager[] } {
  const { writer, changed, removed } = options;
  const conflicts: Conflict[] = [];
  const others: Manager[] = [];
  for (const manager of managers) {
    if (isSameManager(manager, { ...writer, fields: new Set() })) {
      continue;
    }
    const taken = new Set(
      [...manager.fields].filter(path => changed.has(path)),
    );
    if (taken.size > 0) {
      conflicts.push({ manager, fields: taken });
    }
    others.push({
      ...manager,
      fields: without(manager.fields, taken, removed),
    });
  }
  return { conflicts, others };
}

function ownEntry(managers: Manager[], writer: Writer): Manager | undefined {
  return managers.find(manager =>
    isSameManager(manager, { ...writer, fields: new Set() }),
  );
}

/** Same fields as before: the time of the entry stays too. */
function stamped(manager: Manager, before: Manager | undefined, now: string) {
  const same =
    before &&
    before.apiVersion === manager.apiVersion &&
    before.fields.size === manager.fields.size &&
    [...before.fields].every(path => manager.fields.has(path));
  return { ...manager, time: same ? before.time : now };
}

function withManagers(object: KubeObject, managers: Manager[]): KubeObject {
  const managedFields = encodeManagers(managers);
  const { managedFields: _, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(managedFields.length > 0 && { managedFields }),
    },
  };
}

type Tracked = {
  type: ResourceType;
  before: KubeObject | undefined;
  after: KubeObject;
  writer: Writer;
  now: string;
};

/** Notes what a POST, PUT or patch changed as owned by its writer. */
export function trackUpdate(options: Tracked): KubeObject {
  const { type, before, after, writer, now } = options;
  const given = decodeManagers(after.metadata.managedFields);
  const reset =
    before !== undefined &&
    after.metadata.managedFields !== undefined &&
    given.length === 0;
  const known =
    reset || given.length > 0
      ? given
      : decodeManagers(before?.metadata.managedFields);
  const { added, modified, removed } = compareFields(before ?? {}, after, type);
  const changed = ownable(union(added, modified));
  const { others } = settle(known, { writer, changed, removed });
  const own = ownEntry(known, writer);
  const fields = union(without(own?.fields ?? new Set(), removed), changed);
  const entry = stamped({ ...writer, fields }, own, now);
  return withManagers(after, reset ? [] : [...others, entry]);
}

type Applied = Omit<Tracked, 'after'> & {
  applied: KubeObject;
  force: boolean;
  /** Completes a merged object: what the server itself adds. */
  complete: (object: KubeObject) => KubeObject;
};

/** Server-side apply: merges, prunes, refuses what belongs to others. */
export function applyObject(options: Applied): KubeObject {
  const { type, before, applied, writer, force, now } = options;
  let managers = decodeManagers(before?.metadata.managedFields);
  if (before && managers.length === 0) {
    managers = [firstOwner(before, type)];
  }
  const own = ownEntry(managers, writer);
  const fields = ownable(fieldsOf(applied, type));
  const rest = managers.filter(manager => manager !== own);
  const merged = mergeApplied(before, applied, { type, path: '' });
  const pruned = pruneFields(merged, type, {
    dropped: without(own?.fields ?? new Set(), fields),
    owned: union(fields, ...rest.map(manager => manager.fields)),
  });
  const after = {
    ...options.complete(pruned as KubeObject),
    apiVersion: applied.apiVersion,
  };
  const { added, modified, removed } = compareFields(before ?? {}, after, type);
  const { conflicts, others } = settle(managers, {
    writer,
    changed: ownable(union(added, modified)),
    removed,
  });
  if (conflicts.length > 0 && !force) {
    throw conflictError(conflicts);
  }
  return withManagers(after, [
    ...others,
    stamped({ ...writer, fields }, own, now),
  ]);
}

/** Objects without history belong to whoever wrote before the first apply. */
function firstOwner(before: KubeObject, type: ResourceType): Manager {
  return {
    name: 'before-first-apply',
    operation: 'Update',
    apiVersion: before.apiVersion,
    fields: ownable(fieldsOf(before, type)),
  };
}
