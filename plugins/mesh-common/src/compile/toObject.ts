import type { JsonObject } from '@backstage/types';
import {
  ANNOTATION_DIGEST,
  ANNOTATION_EDGES,
  ANNOTATION_ENTITIES,
  type CompiledObject,
  digestObject,
  FIELD_MANAGER,
  hashText,
  LABEL_ENTITY,
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  type MeshObject,
} from '../objects';
import type { Edge, Workload } from '../model/types';
import type { Scope } from './Scope';

const MAX_EDGES = 100;
const MAX_ENTITIES = 100;
const MAX_NAME = 63;

/** An object before it gets the marks of who it is for. */
export type Draft = {
  apiVersion: string;
  kind: string;
  name: string;
  /** Absent for cluster-scoped kinds. */
  namespace?: string;
  labels?: Record<string, string>;
  spec?: JsonObject;
  workloads: readonly Workload[];
  edges?: readonly Edge[];
};

/** Adds labels, annotations and the digest. */
export function toObject(scope: Scope, draft: Draft): CompiledObject {
  const { apiVersion, kind, name, namespace, spec } = draft;
  const entities = unique(draft.workloads.map(item => item.entityRef));
  const edges = unique((draft.edges ?? []).map(edge => edge.key));
  const [entity] = entities;
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
        ...(entities.length === 1 && { [LABEL_ENTITY]: hashEntity(entity) }),
      }),
      annotations: {
        ...(edges.length > 0 && {
          [ANNOTATION_EDGES]: edges.slice(0, MAX_EDGES).join('\n'),
        }),
        ...(entities.length > 0 && {
          [ANNOTATION_ENTITIES]: entities.slice(0, MAX_ENTITIES).join(','),
        }),
      },
    },
    ...(spec && { spec }),
  };
  const digest = digestObject(object);
  object.metadata.annotations = {
    [ANNOTATION_DIGEST]: digest,
    ...object.metadata.annotations,
  };
  return {
    object,
    workloads: unique(draft.workloads.map(item => item.key)),
    edges,
  };
}

/** A name for people to read that no other entity can get. */
export function nameFor(prefix: string, readable: string, id: string): string {
  const suffix = `-${hashText(id, 10)}`;
  const text = `${prefix}${readable.toLocaleLowerCase('en-US')}`
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, MAX_NAME - suffix.length)
    .replace(/-+$/, '');
  return `${text}${suffix}`;
}

/** The name part of an entity reference. */
export function shortName(entityRef: string): string {
  return entityRef.split('/').pop() ?? entityRef;
}

/** Hash that stands for a reference, which is no legal label value. */
export function hashEntity(entityRef: string): string {
  return hashText(entityRef, 16);
}

export function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
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
