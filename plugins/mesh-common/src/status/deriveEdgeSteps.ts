import type { Edge, Workload } from '../model/types';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import type { ClusterView } from './ClusterView';
import { deriveEdgeEnforced } from './deriveEnforced';
import { deriveObjectStatus } from './deriveObjectStatus';
import { deriveAccepted, deriveApplied } from './deriveWritten';
import { type Fact, isFalse, isTrue, isUnknown } from './fact';
import { findStillOpen } from './findStillOpen';
import { isConcerned } from './isConcerned';
import { describeImplementation, nameOf } from './sentences';
import type { EdgeStep, ObjectStatus } from './shown';

export type EdgeContext = {
  edge: Edge;
  consumer: Workload;
  provider: Workload;
  view: ClusterView;
  /** Another edge of the same two is granted. */
  isPartnerOf: boolean;
};

/** How far an edge is, step by step, the observed traffic aside. */
export function deriveEdgeSteps(
  context: EdgeContext,
): Record<Exclude<EdgeStep, 'observed'>, Fact> {
  const { edge, view } = context;
  const objects = view
    .objectsOfEdge(edge.key)
    .map(({ object }) => deriveForEdge(object, context));
  const compiled = deriveCompiled(context, objects);
  const late = isFalse('NotCompiled', compiled.message);
  const isCompiled = compiled.status === 'true';
  const applied = isCompiled ? deriveApplied(objects, view) : late;
  return {
    declared: deriveDeclared(context),
    bound: deriveBound(context),
    approved: {
      status: edge.consent.state === 'granted' ? 'true' : 'false',
      reason: edge.consent.reason,
      message: edge.consent.message,
    },
    compiled,
    applied,
    accepted: isCompiled ? deriveAccepted(objects, view) : late,
    enforced: deriveEnforced(context, compiled, applied),
  };
}

/**
 * What became of an object, as far as an edge is concerned: what was not
 * written for the sake of others is there as it should be.
 */
function deriveForEdge(
  desired: MeshObject,
  { consumer, provider, view }: EdgeContext,
): ObjectStatus {
  const status = deriveObjectStatus(desired, view);
  const { outcome } = view.resultOf(status.key) ?? {};
  const isStuck =
    status.state === 'refused' ||
    (status.state === 'missing' &&
      (outcome === 'failed' || outcome === 'skipped'));
  return isStuck &&
    !isConcerned({ consumer, provider, desired, live: status.live })
    ? { ...status, state: 'applied', message: undefined }
    : status;
}

/** Whether the consumer says so now. */
export function deriveDeclared({
  edge,
  consumer,
}: Pick<EdgeContext, 'edge' | 'consumer'>): Fact {
  const name = nameOf(consumer.entityRef);
  switch (edge.provenance) {
    case 'declared':
      return isTrue('Declared', `${name} declares it at ${edge.pointer}`);
    case 'last-good':
      return isUnknown(
        'LastGood',
        `What ${name} declares now cannot be read, so what it said last stays in force; correct its catalog-info.yaml`,
      );
    default:
      return isFalse(
        'Retiring',
        consumer.retiring?.message ??
          `${name} declares it no longer; it ends when the grace period does`,
      );
  }
}

function deriveBound({ consumer, provider }: EdgeContext): Fact {
  for (const workload of [consumer, provider]) {
    if (workload.binding.state === 'unbound') {
      return isFalse(workload.binding.reason, workload.binding.message);
    }
  }
  return isTrue('Bound', 'Both sides own their namespaces');
}

function deriveCompiled(
  { edge, provider, consumer, view }: EdgeContext,
  objects: readonly ObjectStatus[],
): Fact {
  if (edge.consent.state !== 'granted') {
    return isFalse('NotGranted', edge.consent.message);
  }
  if (objects.length > 0) {
    return isTrue('Compiled', describeImplementation(objects.length));
  }
  for (const { namespace } of [provider, consumer]) {
    if ((view.namespace(namespace)?.stage ?? 'off') === 'off') {
      return isFalse(
        'StageOff',
        `Namespace ${namespace} is at stage off, so nothing is enforced there; ask the platform team to adopt it`,
      );
    }
  }
  return isFalse(
    'NothingEmitted',
    `Nothing expresses it in cluster ${view.name}; see the findings of both sides`,
  );
}

function deriveEnforced(
  context: EdgeContext,
  compiled: Fact,
  applied: Fact,
): Fact {
  if (compiled.status !== 'true') {
    return findStillOpen(context) ?? isFalse(compiled.reason, compiled.message);
  }
  return applied.status === 'true' ? deriveEdgeEnforced(context) : applied;
}

/** Keys of the objects that implement an edge. */
export function listEdgeObjects({
  edge,
  view,
}: Pick<EdgeContext, 'edge' | 'view'>): string[] {
  return view
    .objectsOfEdge(edge.key)
    .map(({ object }) => objectKey(object))
    .sort();
}
