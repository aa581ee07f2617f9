import { describeWhat } from '../model/describeWhat';
import type { Edge, ExternalService, Workload } from '../model/types';
import type { ClusterView } from './ClusterView';
import { summarizeConsent, toPeer } from './deriveEdgeStatus';
import { deriveDeclared, listEdgeObjects } from './deriveEdgeSteps';
import { deriveObjectStatus } from './deriveObjectStatus';
import { deriveAccepted, deriveApplied } from './deriveWritten';
import { type Fact, isFalse, isTrue, isUnknown } from './fact';
import { describeImplementation } from './sentences';
import type { EdgePeer, EdgeStatus, EdgeStep } from './shown';

type Context = {
  edge: Edge;
  consumer: Workload;
  external: ExternalService;
  view: ClusterView;
};

/** How far an edge is that leads out of the cluster. */
export function deriveExternalEdgeStatus(context: Context): EdgeStatus {
  const { edge, consumer, external, view } = context;
  const steps = deriveSteps(context);
  return {
    key: edge.key,
    consumer: toPeer(consumer),
    provider: toOutsidePeer(external),
    cluster: view.name,
    targetRef: edge.targetRef,
    ports: edge.ports,
    ...(edge.window && { window: edge.window }),
    what: describeWhat(edge.ports, edge.operations),
    ...(edge.reason && { declaredReason: edge.reason }),
    consent: edge.consent,
    provenance: edge.provenance,
    steps: steps.map(([step, fact]) => ({ step, ...fact })),
    ...summarize(context, steps),
    objects: listEdgeObjects(context),
  };
}

function deriveSteps(context: Context): Array<[EdgeStep, Fact]> {
  const { edge, external, view } = context;
  const objects = view
    .objectsOfEdge(edge.key)
    .map(({ object }) => deriveObjectStatus(object, view));
  const { state, reason, message } = edge.consent;
  const compiled = deriveCompiled(context, objects.length);
  const late = isFalse('NotCompiled', compiled.message);
  const isCompiled = compiled.status === 'true';
  const isBound = !['ConsumerNotBound', 'HostNotBound'].includes(reason);
  return [
    ['declared', deriveDeclared(context)],
    [
      'bound',
      isBound
        ? isTrue('Bound', `${external.hosts.join(', ')} belong to their owner`)
        : isFalse(reason, message),
    ],
    [
      'approved',
      { status: state === 'granted' ? 'true' : 'false', reason, message },
    ],
    ['compiled', compiled],
    ['applied', isCompiled ? deriveApplied(objects, view) : late],
    ['accepted', isCompiled ? deriveAccepted(objects, view) : late],
    [
      'enforced',
      isCompiled
        ? isUnknown(
            'NotJudged',
            'Calls that leave the cluster are not judged from here; what they need is in the objects of this edge',
          )
        : late,
    ],
    [
      'observed',
      isUnknown('NotObserved', 'Calls that leave the cluster are not counted'),
    ],
  ];
}

function deriveCompiled({ edge, view }: Context, objects: number): Fact {
  if (edge.consent.state !== 'granted') {
    return isFalse('NotGranted', edge.consent.message);
  }
  return objects > 0
    ? isTrue('Compiled', describeImplementation(objects))
    : isFalse(
        'NothingEmitted',
        `Nothing expresses it in cluster ${view.name}; see the findings of both sides and the stage of the namespace`,
      );
}

function summarize(
  { edge, consumer, external }: Context,
  steps: Array<[EdgeStep, Fact]>,
): Pick<EdgeStatus, 'summary' | 'sentence'> {
  if (edge.provenance === 'retiring' || consumer.retiring) {
    return {
      summary: 'retiring',
      sentence:
        consumer.retiring?.message ??
        'It ends with the grace period, or when somebody confirms',
    };
  }
  if (edge.consent.state !== 'granted') {
    return summarizeConsent({ edge, provider: external });
  }
  const open = steps.find(
    ([step, { status }]) => step !== 'declared' && status !== 'true',
  );
  return open?.[1].status === 'false'
    ? { summary: 'attention', sentence: open[1].message }
    : {
        summary: 'unknown',
        sentence: open?.[1].message ?? edge.consent.message,
      };
}

function toOutsidePeer(external: ExternalService): EdgePeer {
  const { entityRef, key, owner, hosts } = external;
  return {
    entityRef,
    workloadKey: external.workload ?? key,
    ...(owner && { owner }),
    namespace: '',
    hosts,
  };
}
