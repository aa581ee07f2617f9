import type { Edge, Workload } from '../model/types';
import { objectKey } from '../objects/objectKey';
import type { ClusterView } from './ClusterView';
import { doubtSettled } from './deriveEnforced';
import { type Fact, isFalse } from './fact';
import {
  describeCall,
  describeDecider,
  judge,
  listEdgeCalls,
} from './judgeCalls';

/**
 * Whether calls that nobody granted, or not any more, are let through by a
 * cluster that should refuse them: because taking them back was refused, or
 * because somebody else lets them in.
 */
export function findStillOpen(options: {
  edge: Edge;
  consumer: Workload;
  provider: Workload;
  view: ClusterView;
  /** Another edge of the same two is granted, and may be what lets them in. */
  isPartnerOf: boolean;
}): Fact | undefined {
  const { edge, provider, view, isPartnerOf } = options;
  const isEnforced = view.namespace(provider.namespace)?.stage === 'enforce';
  const objects = view.objectsOf(provider.key);
  if (
    edge.consent.state === 'granted' ||
    isPartnerOf ||
    !isEnforced ||
    !view.live ||
    doubtSettled(objects, view)
  ) {
    return undefined;
  }
  for (const call of listEdgeCalls(options)) {
    const verdict = judge(call, view);
    if (verdict.decision === 'allow') {
      return isFalse(
        'StillOpen',
        `Not granted, and yet cluster ${view.name} would let ${describeCall(
          call,
        )} through: ${describeDecider(verdict)}${describeStuck(options)}`,
      );
    }
  }
  return undefined;
}

/** What keeps the provider's objects from being as they should be. */
function describeStuck({
  provider,
  view,
}: {
  provider: Workload;
  view: ClusterView;
}): string {
  for (const { object } of view.objectsOf(provider.key)) {
    const result = view.resultOf(objectKey(object));
    if (result && result.outcome !== 'applied' && result.message) {
      return `; what would take it back was not written: ${result.message}`;
    }
  }
  const { held } = view.pass ?? {};
  return held
    ? `; this pass takes nothing away: ${held.message}`
    : '; remove what lets it through, or grant it';
}
