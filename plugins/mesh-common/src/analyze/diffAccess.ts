import type { World } from '../evaluate/indexWorld';
import { canonicalJson } from '../objects/canonicalJson';
import {
  buildMatrix,
  type Matrix,
  type MatrixEdge,
  type OpenPort,
} from './buildMatrix';
import { edgeKey, Reachability } from './Reachability';
import type { WorkloadView } from './workloadView';

/** One of two states that are compared. @public */
export type AccessSide = {
  world: World;
  workloads: readonly WorkloadView[];
};

/**
 * What one state lets through and the other does not, sorted.
 *
 * @public
 */
export type AccessDiff = {
  gained: MatrixEdge[];
  lost: MatrixEdge[];
  /** Edges of both states of which other calls are let through. */
  changed: Array<{ before: MatrixEdge; after: MatrixEdge }>;
  /** Ports that no policy closes any more. */
  opened: OpenPort[];
  /** Ports that no policy closed before. */
  closed: OpenPort[];
};

/**
 * Compares who reaches whom in two states: of a cluster before and after a
 * change, or of what is desired and what is live. Workloads are the same when
 * their keys are.
 *
 * @public
 */
export function diffAccess(before: AccessSide, after: AccessSide): AccessDiff {
  const old = buildMatrix(before.world, before.workloads);
  const now = buildMatrix(after.world, after.workloads);
  const reachedBefore = new Reachability(old, before);
  const reachedAfter = new Reachability(now, after);
  const known = new Map(old.edges.map(edge => [edgeKey(edge), edge]));
  return {
    gained: now.edges.filter(edge => !reachedBefore.has(edge)),
    lost: old.edges.filter(edge => !reachedAfter.has(edge)),
    changed: now.edges.flatMap(edge => {
      const earlier = known.get(edgeKey(edge));
      return earlier && !isSame(earlier, edge)
        ? [{ before: earlier, after: edge }]
        : [];
    }),
    opened: listOnly(now, old),
    closed: listOnly(old, now),
  };
}

function isSame(a: MatrixEdge, b: MatrixEdge): boolean {
  return (
    a.access === b.access &&
    a.mtls === b.mtls &&
    canonicalJson(a.operations ?? {}) === canonicalJson(b.operations ?? {})
  );
}

/** Open ports of one matrix, with the callers that the other has not. */
function listOnly({ open }: Matrix, other: Matrix): OpenPort[] {
  const known = new Map(
    other.open.map(({ to, port, callers }) => [`${to}:${port}`, callers]),
  );
  return open.flatMap(item => {
    const there = known.get(`${item.to}:${item.port}`) ?? [];
    const callers = item.callers.filter(kind => !there.includes(kind));
    return callers.length > 0 ? [{ ...item, callers }] : [];
  });
}
