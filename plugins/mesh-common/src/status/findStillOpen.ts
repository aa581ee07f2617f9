import type { Verdict } from '../evaluate/types';
import type { Edge, Workload } from '../model/types';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
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
        )} through: ${describeDecider(verdict)}; ${
          isForeign(verdict, options)
            ? 'it is not managed here, so remove it, or grant the call'
            : describeStuck(options)
        }`,
      );
    }
  }
  return undefined;
}

type Parties = { provider: Workload; view: ClusterView };

/** Objects of ours that decide about calls to a provider, wanted or not. */
function listOwn({ provider, view }: Parties): readonly MeshObject[] {
  return [
    ...view.objectsOf(provider.key).map(({ object }) => object),
    ...view.leftoversAt(provider),
  ];
}

/** Whether somebody else's object lets a call through. */
function isForeign({ decidedBy }: Verdict, parties: Parties): boolean {
  return (
    decidedBy !== undefined &&
    !listOwn(parties).some(
      ({ kind, metadata: { namespace, name } }) =>
        kind === decidedBy.kind &&
        namespace === decidedBy.namespace &&
        name === decidedBy.name,
    )
  );
}

/** What keeps the provider's objects from being as they should be. */
function describeStuck(parties: Parties): string {
  const { view } = parties;
  for (const object of listOwn(parties)) {
    const result = view.resultOf(objectKey(object));
    if (result && result.outcome !== 'applied' && result.message) {
      return `what would take it back was not written: ${result.message}`;
    }
  }
  const { held } = view.pass ?? {};
  return held
    ? `this pass takes nothing away: ${held.message}`
    : 'remove what lets it through, or grant it';
}
