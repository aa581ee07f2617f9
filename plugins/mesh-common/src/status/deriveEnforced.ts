import type { CallRequest } from '../evaluate/types';
import type { Edge, Workload } from '../model/types';
import { objectKey } from '../objects/objectKey';
import type { CompiledObject } from '../objects/compiled';
import type { ClusterView } from './ClusterView';
import { doubtPods } from './deriveReadiness';
import { type Fact, firstDoubt, isFalse, isTrue, isUnknown } from './fact';
import {
  describeCall,
  describeDecider,
  judge,
  listEdgeCalls,
} from './judgeCalls';
import { listCalls, listParties, STRANGER } from './probes';
import { describeSilence, nameOf } from './sentences';

/** Whether the cluster lets the calls of an edge through, and only those. */
export function deriveEdgeEnforced(options: {
  edge: Edge;
  consumer: Workload;
  provider: Workload;
  view: ClusterView;
}): Fact {
  const { edge, consumer, provider, view } = options;
  return (
    firstDoubt(
      () => doubtCluster(view),
      () => doubtSettled(view.objectsOfEdge(edge.key), view),
      () => doubtPods(provider, view),
      () => doubtPods(consumer, view, { mayBeAbsent: true }),
      () => doubtFacts([provider, consumer], view),
      () => doubtCalls(listEdgeCalls(options), view),
      () => doubtStranger(provider, view),
    ) ??
    isTrue(
      'InForce',
      `The policies in cluster ${view.name} let these calls through, and refuse strangers`,
    )
  );
}

/** Whether the policies of a workload hold at all its pods. */
export function deriveWorkloadEnforced(
  workload: Workload,
  view: ClusterView,
): Fact {
  return (
    firstDoubt(
      () => doubtCluster(view),
      () => doubtSettled(view.objectsOf(workload.key), view),
      () => doubtPods(workload, view),
      () => doubtFacts([workload], view),
      () => doubtStranger(workload, view),
    ) ??
    isTrue(
      'InForce',
      `The policies in cluster ${view.name} hold at every pod of ${nameOf(
        workload.entityRef,
      )}, and refuse strangers`,
    )
  );
}

function doubtCluster(view: ClusterView): Fact | undefined {
  return view.live
    ? undefined
    : isUnknown('ClusterSilent', describeSilence(view.name, view.pass));
}

export function doubtSettled(
  objects: readonly CompiledObject[],
  view: ClusterView,
): Fact | undefined {
  const isFresh = objects.some(({ object }) =>
    view.isSettling(objectKey(object)),
  );
  return isFresh
    ? isUnknown(
        'Settling',
        `Changed less than ${view.settleSeconds} s before the reading; proxies may still follow, the next pass tells`,
      )
    : undefined;
}

function doubtFacts(
  workloads: readonly Workload[],
  view: ClusterView,
): Fact | undefined {
  const { policyEngine, unmodelled = [] } = view.pass?.snapshot?.facts ?? {};
  if (!policyEngine) {
    return isUnknown(
      'NoPolicyEngine',
      `Cluster ${view.name} shows no network policy engine, so its NetworkPolicies may be ignored; install one`,
    );
  }
  const reaching = [
    undefined,
    view.config?.rootNamespace,
    ...workloads.map(workload => workload.namespace),
  ];
  const foreign = unmodelled.find(o => reaching.includes(o.namespace));
  return foreign
    ? isUnknown(
        'Unmodelled',
        `${foreign.kind} ${foreign.name} decides here as well, and its effect is not known; remove it, or check by hand`,
      )
    : undefined;
}

function doubtCalls(
  calls: readonly CallRequest[],
  view: ClusterView,
): Fact | undefined {
  if (calls.length === 0) {
    return isUnknown('NoPorts', 'The edge has no port to try');
  }
  for (const call of calls) {
    const verdict = judge(call, view);
    if (verdict.decision === 'deny') {
      return isFalse(
        'Refused',
        `The cluster would refuse ${describeCall(call)}: ${describeDecider(
          verdict,
        )}`,
      );
    }
    if (verdict.decision !== 'allow') {
      return isUnknown(
        'Undecided',
        `Whether the cluster lets ${describeCall(
          call,
        )} through is not known: ${describeDecider(verdict)}`,
      );
    }
  }
  return undefined;
}

/** The negative control: somebody whom nobody declared must not get in. */
function doubtStranger(
  provider: Workload,
  view: ClusterView,
): Fact | undefined {
  return view.once(`stranger ${provider.key}`, () =>
    tryStranger(provider, view),
  );
}

function tryStranger(provider: Workload, view: ClusterView): Fact | undefined {
  const calls = listParties(provider, view).flatMap(destination =>
    provider.ports.flatMap(port =>
      listCalls({ source: STRANGER, destination, provider, port }),
    ),
  );
  for (const call of calls) {
    const { decision } = judge(call, view);
    if (decision === 'allow') {
      return isFalse(
        'Open',
        `Port ${call.destination.port} of ${nameOf(
          provider.entityRef,
        )} takes calls from anybody; adopt namespace ${
          provider.namespace
        }, or remove the policy that opens it`,
      );
    }
    if (decision !== 'deny') {
      return isUnknown(
        'Undecided',
        `Whether port ${call.destination.port} refuses strangers is not known`,
      );
    }
  }
  return undefined;
}
