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
  const object: MeshObject = {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace && { namespace }),
      labels: sortKeys({
        ...draft.labels,
        [LABEL_MANAGED_BY]: FIELD_MANAGER,
        [LABEL_INSTANCE]: toLabelValue(scope.instance),
        ...(entities.length === 1 && {
          [LABEL_ENTITY]: marksOf(workloads[0]).entity,
        }),
      }),
    },
    ...(spec && { spec }),
  };
  const annotations = {
    ...draft.annotations,
    ...list(ANNOTATION_APPROVALS, listApprovals(draft.edges)),
    ...list(ANNOTATION_EDGES, edges),
    ...list(ANNOTATION_ENTITIES, entities, ','),
    ...list(ANNOTATION_LAST_GOOD, listLastGood(draft.edges)),
  };
  object.metadata.annotations = annotations;
  object.metadata.annotations = sortKeys({
    ...annotations,
    [ANNOTATION_DIGEST]: digestObject(object),
  });
  return { object, workloads: unique(workloads.map(item => item.key)), edges };
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

export function unique(values: readonly string[]): string[] {
  return values.length < 2 ? [...values] : [...new Set(values)].sort();
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

function list(
  annotation: string,
  values: readonly string[],
  separator: string = '\n',
): Record<string, string> {
  return values.length > 0
    ? { [annotation]: values.slice(0, MAX_LISTED).join(separator) }
    : {};
}

function listApprovals(edges: readonly Edge[] = []): string[] {
  return unique(edges.flatMap(({ consent }) => consent.approvalId ?? []));
}

function listLastGood(edges: readonly Edge[] = []): string[] {
  return unique(
    edges.flatMap(({ provenance, key }) =>
      provenance === 'last-good' ? [key] : [],
    ),
  );
}

/** The value itself where it is legal, and a hash of it where it is not. */
function toLabelValue(text: string): string {
  return /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(text)
    ? text
    : hashText(text, 32);
}

function sortKeys(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
