import type {
  Edge,
  ExternalService,
  MeshModel,
  Workload,
} from '../../model/types';
import { marksOf } from '../marks';
import { principalOf } from '../rules/principals';
import { placeEdge, type Scope } from '../Scope';
import { diffSorted, type KeyChange } from './diffSorted';
import { canTakePart } from './shownFields';

/** What changed in a scope, by the keys of workloads. */
export type ScopeChanges = {
  workloads: Array<KeyChange<Workload>>;
  /** Workloads at either end of an edge that changed. */
  ends: Set<string>;
  /** Those of which an edge to the outside changed. */
  outgoing: Set<string>;
};

/**
 * Brings a scope from one model to the next, where clusters, namespaces and
 * guardrails are the same; hosts are not looked at.
 */
export function patchScope(
  scope: Scope,
  before: MeshModel,
  after: MeshModel,
): ScopeChanges {
  const isHere = <T extends { cluster: string }>(change: KeyChange<T>) =>
    (change.after ?? change.before)?.cluster === scope.cluster.name;
  const workloads = diffSorted(before.workloads, after.workloads).filter(
    isHere<Workload>,
  );
  const externals = diffSorted(
    before.externals ?? [],
    after.externals ?? [],
  ).filter(isHere<ExternalService>);
  const uprooted = new Set([
    ...workloads
      .filter(({ before: a, after: b }) => canTakePart(a) !== canTakePart(b))
      .map(({ key }) => key),
    ...externals.map(({ key }) => key),
  ]);
  const edges = listEdges(before, after, uprooted);
  const ends = new Set<string>();
  const outgoing = new Set<string>();
  const touch = ({ consumer, provider }: Edge) => {
    ends.add(consumer).add(provider);
    if (scope.externals.has(provider)) outgoing.add(consumer);
  };
  for (const { before: old } of edges) {
    if (old) {
      touch(old);
      takeEdge(scope, old);
    }
  }
  workloads.forEach(change => patchWorkload(scope, change));
  externals.forEach(({ key, after: now }) =>
    patchMap(scope.externals, key, now),
  );
  for (const { after: now } of edges) {
    if (now) {
      touch(now);
      putEdge(scope, now);
    }
  }
  return { workloads, ends, outgoing };
}

/** Edges that changed, and those whose ends came, went or may take part now. */
function listEdges(
  before: MeshModel,
  after: MeshModel,
  uprooted: ReadonlySet<string>,
): Array<KeyChange<Edge>> {
  const changes = new Map(
    diffSorted(before.edges, after.edges).map(change => [change.key, change]),
  );
  if (uprooted.size === 0) {
    return [...changes.values()];
  }
  const touches = ({ consumer, provider }: Edge) =>
    uprooted.has(consumer) || uprooted.has(provider);
  for (const edge of before.edges.filter(touches)) {
    changes.set(edge.key, {
      ...changes.get(edge.key),
      key: edge.key,
      before: edge,
    });
  }
  for (const edge of after.edges.filter(touches)) {
    changes.set(edge.key, {
      ...changes.get(edge.key),
      key: edge.key,
      after: edge,
    });
  }
  return [...changes.values()];
}

function patchWorkload(
  scope: Scope,
  { key, before, after }: KeyChange<Workload>,
) {
  const bound = after?.binding.state === 'bound' ? after : undefined;
  patchMap(scope.workloads, key, bound);
  patchMap(scope.marks, key, bound && marksOf(bound));
  patchMap(
    scope.principals,
    key,
    bound?.inMesh ? principalOf(scope.cluster, bound) : undefined,
  );
  const namespace = (after ?? before)?.namespace ?? '';
  if (scope.namespaces.has(namespace)) {
    const others = (scope.active.get(namespace) ?? []).filter(
      item => item.key !== key,
    );
    patchList(scope.active, namespace, bound ? [...others, bound] : others);
  }
}

function takeEdge(scope: Scope, { key, consumer, provider }: Edge) {
  for (const [groups, end] of [
    [scope.inbound, provider],
    [scope.outbound, consumer],
    [scope.egress, consumer],
  ] as const) {
    const group = groups.get(end);
    if (group?.some(edge => edge.key === key)) {
      patchList(
        groups,
        end,
        group.filter(edge => edge.key !== key),
      );
    }
  }
}

function putEdge(scope: Scope, edge: Edge) {
  const placed = placeEdge(edge, scope);
  const add = (groups: Map<string, Edge[]>, end: string) => {
    if (placed) {
      patchList(groups, end, [...(groups.get(end) ?? []), placed.edge]);
    }
  };
  if (placed?.place === 'egress') {
    add(scope.egress, edge.consumer);
  } else {
    add(scope.inbound, edge.provider);
    add(scope.outbound, edge.consumer);
  }
}

/** In the order of keys, as in a scope that is made anew. */
function patchList<T extends { key: string }>(
  groups: Map<string, T[]>,
  name: string,
  values: T[],
) {
  patchMap(
    groups,
    name,
    values.length > 0
      ? values.sort((a, b) => (a.key < b.key ? -1 : 1))
      : undefined,
  );
}

function patchMap<T>(map: Map<string, T>, key: string, value: T | undefined) {
  if (value === undefined) {
    map.delete(key);
  } else {
    map.set(key, value);
  }
}
