import type { JsonObject } from '@backstage/types';
import type { Edge, Workload } from '../model/types';
import {
  ANNOTATION_APPROVALS,
  ANNOTATION_DIGEST,
  ANNOTATION_EDGES,
  ANNOTATION_ENTITIES,
  ANNOTATION_LAST_GOOD,
  type CompiledObject,
  digestObject,
  FIELD_MANAGER,
  hashText,
  LABEL_ENTITY,
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  type MeshObject,
} from '../objects';
import { sortedKeys } from '../objects/sortedKeys';
import { marksOf, suffixOf, toReadable } from './marks';
import type { Scope } from './Scope';

/** Entries of an annotation that lists what an object is for. */
const MAX_LISTED = 100;
const MAX_NAME = 63;

/** An object before it gets the marks of who it is for. */
export type Draft = {
  apiVersion: string;
  kind: string;
  name: string;
  /** Absent for cluster-scoped kinds. */
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  spec?: JsonObject;
} & Subject;

/** What objects are for. */
export type Subject = {
  workloads: readonly Workload[];
  edges?: readonly Edge[];
};

/** What objects say of it. */
type Story = Pick<CompiledObject, 'workloads' | 'edges'> & {
  annotations: Record<string, string>;
  /** A label, where there is one entity. */
  entity?: string;
};

/** Adds labels, annotations and the digest. */
export function toObject(scope: Scope, draft: Draft): CompiledObject {
  return finish(scope, draft, tell(draft));
}

/** The same for objects that are all for the same. */
export function toObjects(
  scope: Scope,
  subject: Subject,
  drafts: ReadonlyArray<Omit<Draft, keyof Subject>>,
): CompiledObject[] {
  const story = tell(subject);
  return drafts.map(draft => finish(scope, draft, story));
}

function finish(
  scope: Scope,
  draft: Omit<Draft, keyof Subject>,
  { workloads, edges, entity, ...story }: Story,
): CompiledObject {
  const { apiVersion, kind, name, namespace, spec } = draft;
  const labels = toLabels(scope, draft.labels, entity);
  const annotations = { ...draft.annotations, ...story.annotations };
  const metadata = namespace
    ? { name, namespace, labels, annotations }
    : { name, labels, annotations };
  const object: MeshObject = spec
    ? { apiVersion, kind, metadata, spec }
    : { apiVersion, kind, metadata };
  annotations[ANNOTATION_DIGEST] = digestObject(object);
  metadata.annotations = sortKeys(annotations);
  return { object, workloads, edges };
}

function toLabels(
  scope: Scope,
  labels: Record<string, string> | undefined,
  entity: string | undefined,
): Record<string, string> {
  const ours: Record<string, string> = { [LABEL_MANAGED_BY]: FIELD_MANAGER };
  if (entity) {
    ours[LABEL_ENTITY] = entity;
  }
  ours[LABEL_INSTANCE] = toLabelValue(scope.instance);
  return labels ? sortKeys({ ...labels, ...ours }) : ours;
}

function tell({ workloads, edges = [] }: Subject): Story {
  const entities = unique(workloads.map(item => item.entityRef));
  const keys = unique(edges.map(keyOf));
  return {
    workloads: unique(workloads.map(keyOf)),
    edges: keys,
    annotations: toAnnotations(edges, { entities, edges: keys }),
    entity: entities.length === 1 ? marksOf(workloads[0]).entity : undefined,
  };
}

/** What objects are for, as far as there is room. */
function toAnnotations(
  edges: readonly Edge[],
  keys: { entities: readonly string[]; edges: readonly string[] },
): Record<string, string> {
  const all: Record<string, string> = {};
  const add = (annotation: string, values: readonly string[], by = '\n') => {
    if (values.length > 0) {
      all[annotation] = values.slice(0, MAX_LISTED).join(by);
    }
  };
  add(ANNOTATION_EDGES, keys.edges);
  add(ANNOTATION_ENTITIES, keys.entities, ',');
  if (edges.some(({ consent }) => consent.approvalId !== undefined)) {
    const ids = edges.flatMap(({ consent }) => consent.approvalId ?? []);
    add(ANNOTATION_APPROVALS, unique(ids));
  }
  if (edges.some(isLastGood)) {
    add(ANNOTATION_LAST_GOOD, unique(edges.filter(isLastGood).map(keyOf)));
  }
  return all;
}

function keyOf({ key }: { key: string }): string {
  return key;
}

function isLastGood({ provenance }: Edge): boolean {
  return provenance === 'last-good';
}

/** A name for people to read that nothing else can get. */
export function nameFor(prefix: string, readable: string, id: string): string {
  return toName(toReadable(`${prefix}${readable}`), suffixOf(id));
}

/** The name of an object of a workload, or of a part of it. */
export function nameOf(options: {
  prefix: string;
  workload: Workload;
  /** Counts from 0. */
  part?: number;
}): string {
  const { prefix, workload, part = 0 } = options;
  const { readable, suffix } = marksOf(workload);
  return toName(
    `${prefix}${readable}`,
    part === 0 ? suffix : `${suffix}-${part + 1}`,
  );
}

/** Each value once, sorted; nearly always that is what they are. */
export function unique(values: readonly string[]): string[] {
  const sorted = isAscending(values) ? [...values] : [...values].sort();
  return isAscending(sorted) ? sorted : [...new Set(sorted)];
}

function isAscending(values: readonly string[]): boolean {
  for (let index = 1; index < values.length; index += 1) {
    if (values[index - 1] >= values[index]) {
      return false;
    }
  }
  return true;
}

function toName(readable: string, hash: string): string {
  const suffix = `-${hash}`;
  const text = readable.slice(0, MAX_NAME - suffix.length);
  return `${text.endsWith('-') ? text.replace(/-+$/, '') : text}${suffix}`;
}

/** The value itself where it is legal, and a hash of it where it is not. */
function toLabelValue(text: string): string {
  return /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(text)
    ? text
    : hashText(text, 32);
}

function sortKeys(record: Record<string, string>): Record<string, string> {
  const sorted: Record<string, string> = {};
  for (const key of sortedKeys(record)) {
    sorted[key] = record[key];
  }
  return sorted;
}
