import type { Entity } from '@backstage/catalog-model';
import type { Need, UnreadableNeed } from '../types';
import {
  parseRef,
  readAll,
  readMethods,
  readNames,
  readPaths,
  readRef,
  readUntil,
} from './conditions';
import { escape, Field, isObject } from './Field';
import { readRecord } from './readRecord';
import { readWindow } from './readWindow';

const MAX_NEEDS = 1000;
/** What an entity needs, as far as that can be read. */
export type Needs = {
  needs: Need[];
  unreadable: UnreadableNeed[];
  /** Targets of the readable entries, in the mesh or not. */
  listed: string[];
};
type Refinement = Pick<
  Need,
  'ports' | 'methods' | 'paths' | 'operations' | 'reason' | 'until' | 'window'
>;
type Refinements = {
  byTarget: Map<string, { field: Field; used: boolean }>;
  /** Targets whose refinement is lost: without it they would be wider. */
  lost: 'all' | Set<string>;
};

/** What the entity needs, from its own spec and never from relations. */
export function readNeeds(
  spec: Field,
  mesh: Field | undefined,
  entity: Entity,
): Needs {
  const namespace = entity.metadata.namespace ?? 'default';
  const result: Needs = { needs: [], unreadable: [], listed: [] };
  const refinements = listRefinements(mesh, namespace);
  readList(spec.at('dependsOn'), 'dependsOn', { namespace });
  readList(spec.at('consumesApis'), 'consumesApis', { kind: 'api', namespace });
  if (result.unreadable.every(need => need.targetRef || need.name)) {
    checkUnused(refinements);
  }
  result.needs.sort((a, b) => (needKey(a) < needKey(b) ? -1 : 1));
  return result;

  function readList(
    field: Field,
    relation: Need['relation'],
    defaults: { kind?: string; namespace: string },
  ) {
    if (!field.present) {
      return;
    }
    const items = field.list(MAX_NEEDS);
    if (!items) {
      result.unreadable.push(...unreadableList(field, relation, defaults));
      return;
    }
    const seen = new Set<string>();
    for (const item of items) {
      const targetRef = readRef(pointToValue(field, item), defaults);
      if (!targetRef) {
        result.unreadable.push({ relation, name: nameOf(item.value) });
      } else if (!seen.has(targetRef)) {
        seen.add(targetRef);
        addNeed({
          targetRef,
          relation,
          pointer: pointToValue(field, item).pointer,
        });
      }
    }
  }

  function addNeed(need: Need) {
    result.listed.push(need.targetRef);
    const { relation, targetRef } = need;
    const refinement = refinements.byTarget.get(targetRef);
    if (isLost(refinements, targetRef)) {
      result.unreadable.push({ relation, targetRef });
      return;
    }
    if (!refinement) {
      result.needs.push(need);
      return;
    }
    refinement.used = true;
    const read = readRefinement(refinement.field, targetRef);
    if (read) {
      result.needs.push({ ...need, ...read });
    } else {
      result.unreadable.push({ relation, targetRef });
    }
  }
}

function needKey(need: Need) {
  return `${need.relation} ${need.targetRef}`;
}

/** The catalog sorts these lists, so the pointer names the value. */
function pointToValue(list: Field, item: Field): Field {
  return typeof item.value === 'string'
    ? new Field(
        list.report,
        item.value,
        `${list.pointer}/${escape(item.value)}`,
      )
    : item;
}

/** Of a list that is too long: each of its entries, so that others go. */
function unreadableList(
  field: Field,
  relation: Need['relation'],
  defaults: { kind?: string; namespace: string },
): UnreadableNeed[] {
  if (!Array.isArray(field.value)) {
    return [{ relation }];
  }
  return field.value.map(item => {
    const targetRef =
      typeof item === 'string' ? parseRef(item, defaults) : undefined;
    return targetRef
      ? { relation, targetRef }
      : { relation, name: nameOf(item) };
  });
}

/** The last part of something that is not quite a reference. */
function nameOf(value: unknown): string | undefined {
  const name =
    typeof value === 'string'
      ? value.slice(-300).split(/[:/]/).pop()?.trim().toLowerCase()
      : undefined;
  return name || undefined;
}

function listRefinements(
  mesh: Field | undefined,
  namespace: string,
): Refinements {
  const field = mesh?.at('dependencies');
  const byTarget: Refinements['byTarget'] = new Map();
  if (!field?.present) {
    return { byTarget, lost: new Set() };
  }
  if (!isObject(field.value)) {
    field.problem(
      'MW1003',
      '; write an object whose keys are entity references',
    );
    return { byTarget, lost: 'all' };
  }
  const entries = Object.entries(field.value);
  if (entries.length > MAX_NEEDS) {
    field.report.add(
      'MW1012',
      field.pointer,
      `${field.name} has ${entries.length} entries; at most ${MAX_NEEDS} are read, so none of it takes effect. Remove those that are not needed`,
    );
    return { byTarget, lost: 'all' };
  }
  const lost = new Set<string>();
  for (const [key, refinement] of entries) {
    const pointer = `${field.pointer}/${escape(key)}`;
    const targetRef = readRef(new Field(field.report, key, pointer), {
      namespace,
    });
    if (targetRef) {
      const at = new Field(field.report, refinement, pointer);
      byTarget.set(targetRef, { field: at, used: false });
    } else {
      lost.add(nameOf(key) ?? '');
    }
  }
  return { byTarget, lost };
}

function isLost({ lost }: Refinements, targetRef: string): boolean {
  return lost === 'all' || lost.has(nameOf(targetRef) ?? '');
}

function checkUnused(refinements: Refinements) {
  for (const [targetRef, { field, used }] of refinements.byTarget) {
    if (!used) {
      field.report.add(
        'MW1010',
        field.pointer,
        `${
          field.name
        } refines a dependency that is not declared; add '${targetRef}' to spec.${
          targetRef.startsWith('api:') ? 'consumesApis' : 'dependsOn'
        } or remove the refinement`,
      );
    }
  }
}

/** Undefined when any of it is bad: less of a restriction would be more. */
function readRefinement(
  field: Field,
  targetRef: string,
): Partial<Refinement> | undefined {
  const read = readRecord<Required<Refinement>>(field, {
    ports: value => readAll(value, item => item.string()),
    methods: readMethods,
    paths: readPaths,
    operations: readNames,
    reason: value => value.string(),
    until: readUntil,
    window: readWindow,
  });
  return read?.operations && !targetRef.startsWith('api:')
    ? field
        .at('operations')
        .problem(
          'MW1024',
          `, but ${targetRef} is no API, so this dependency grants nothing. Depend on its API, or use methods and paths`,
        )
    : read;
}
