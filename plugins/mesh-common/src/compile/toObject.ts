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
import { marksOf, suffixOf } from './marks';
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
  workloads: readonly Workload[];
  edges?: readonly Edge[];
};

/** Adds labels, annotations and the digest. */
export function toObject(scope: Scope, draft: Draft): CompiledObject {
  const { apiVersion, kind, name, namespace, spec, workloads } = draft;
  const entities = unique(workloads.map(item => item.entityRef));
  const edges = unique((draft.edges ?? []).map(edge => edge.key));
  const labels = toLabels(scope, draft, entities.length === 1);
  const annotations = toAnnotations(draft, { entities, edges });
  const toMetadata = (all: Record<string, string>) => ({
    name,
    ...(namespace && { namespace }),
    labels,
    annotations: all,
  });
  const base = { apiVersion, kind, metadata: toMetadata(annotations) };
  const object: MeshObject = spec ? { ...base, spec } : base;
  annotations[ANNOTATION_DIGEST] = digestObject(object);
  object.metadata = toMetadata(sortKeys(annotations));
  return { object, workloads: unique(workloads.map(item => item.key)), edges };
}

function toLabels(
  scope: Scope,
  { labels, workloads }: Draft,
  isOfOneEntity: boolean,
): Record<string, string> {
  const ours: Record<string, string> = { [LABEL_MANAGED_BY]: FIELD_MANAGER };
  if (isOfOneEntity) {
    ours[LABEL_ENTITY] = marksOf(workloads[0]).entity;
  }
  ours[LABEL_INSTANCE] = toLabelValue(scope.instance);
  return labels ? sortKeys({ ...labels, ...ours }) : ours;
}

/** What the object is for, as far as there is room. */
function toAnnotations(
  { annotations, edges = [] }: Draft,
  keys: { entities: readonly string[]; edges: readonly string[] },
): Record<string, string> {
  const all: Record<string, string> = { ...annotations };
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
  const lastGood = edges.filter(edge => edge.provenance === 'last-good');
  add(ANNOTATION_LAST_GOOD, unique(lastGood.map(({ key }) => key)));
  return all;
}

/** A name for people to read that nothing else can get. */
export function nameFor(prefix: string, readable: string, id: string): string {
  return toName(`${prefix}${readable}`, suffixOf(id));
}

/** The name of an object of a workload, or of a part of it. */
export function nameOf(options: {
  prefix: string;
  workload: Workload;
  /** Counts from 0. */
  part?: number;
}): string {
  const { prefix, workload, part = 0 } = options;
  const readable = workload.entityRef.split('/').pop();
  const { suffix } = marksOf(workload);
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
  const text = readable
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, MAX_NAME - suffix.length)
    .replace(/-+$/, '');
  return `${text}${suffix}`;
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
