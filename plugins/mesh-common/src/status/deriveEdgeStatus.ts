import { describeWhat } from '../model/describeWhat';
import type { Edge, Workload } from '../model/types';
import {
  deriveEdgeSteps,
  type EdgeContext,
  listEdgeObjects,
} from './deriveEdgeSteps';
import type { Fact } from './fact';
import { observeEdge } from './observeEdge';
import { nameOf, withOwner } from './sentences';
import type { EdgePeer, EdgeStatus, EdgeStep } from './shown';

type Summary = Pick<EdgeStatus, 'summary' | 'sentence'>;

type Facts = Record<Exclude<EdgeStep, 'observed'>, Fact>;

/** How far one edge is, and what to do about it. */
export function deriveEdgeStatus(context: EdgeContext): EdgeStatus {
  const { edge, consumer, provider, view } = context;
  const facts = deriveEdgeSteps(context);
  const { fact: observed, traffic } = observeEdge(context);
  const steps: Array<[EdgeStep, Fact]> = [
    ['declared', facts.declared],
    ['bound', facts.bound],
    ['approved', facts.approved],
    ['compiled', facts.compiled],
    ['applied', facts.applied],
    ['accepted', facts.accepted],
    ['enforced', facts.enforced],
    ['observed', observed],
  ];
  return {
    key: edge.key,
    consumer: toPeer(consumer),
    provider: toPeer(provider),
    cluster: view.name,
    targetRef: edge.targetRef,
    ports: edge.ports,
    ...(edge.operations && { operations: edge.operations }),
    ...(edge.window && { window: edge.window }),
    what: describeWhat(edge.ports, edge.operations),
    ...(edge.reason && { declaredReason: edge.reason }),
    consent: edge.consent,
    provenance: edge.provenance,
    steps: steps.map(([step, fact]) => ({ step, ...fact })),
    ...summarize(context, facts),
    objects: listEdgeObjects(context),
    ...(traffic && { traffic }),
  };
}

function summarize(context: EdgeContext, facts: Facts): Summary {
  const { edge, consumer, provider } = context;
  const retiring = consumer.retiring ?? provider.retiring;
  if (edge.provenance === 'retiring' || retiring) {
    return {
      summary: 'retiring',
      sentence:
        retiring?.message ??
        `${nameOf(
          consumer.entityRef,
        )} no longer declares this; it ends with the grace period, or when somebody confirms`,
    };
  }
  if (facts.enforced.reason === 'StillOpen') {
    return { summary: 'broken', sentence: facts.enforced.message };
  }
  return edge.consent.state === 'granted'
    ? summarizeGranted(facts)
    : summarizeConsent(context);
}

/** What to do about an edge that is not granted. */
export function summarizeConsent({
  edge,
  provider,
}: {
  edge: Edge;
  provider: { entityRef: string; owner?: string };
}): Summary {
  const { state, reason, message } = edge.consent;
  if (state === 'denied') {
    return { summary: 'broken', sentence: message };
  }
  if (reason === 'OutsideWindow') {
    // It opens again by itself: nobody has anything to do.
    return { summary: 'waiting', sentence: message };
  }
  if (state === 'expired') {
    return { summary: 'attention', sentence: message };
  }
  const waits = `Waiting for ${withOwner(provider)} to approve`;
  switch (reason) {
    case 'WaitsForOwner':
      return { summary: 'waiting', sentence: waits };
    case 'WiderThanApproved':
      return {
        summary: 'waiting',
        sentence: `${waits} what goes beyond the approval: ${message}`,
      };
    default:
      return { summary: 'waiting', sentence: message };
  }
}

const broken = ['Refused', 'Conflict', 'Rejected', 'Open'];

function summarizeGranted(facts: Facts): Summary {
  const { compiled, applied, accepted, enforced } = facts;
  for (const fact of [compiled, applied, accepted, enforced]) {
    if (fact.status === 'false') {
      const summary = broken.includes(fact.reason) ? 'broken' : 'attention';
      return { summary, sentence: fact.message };
    }
    if (fact.status === 'unknown') {
      const summary = fact.reason === 'Settling' ? 'waiting' : 'unknown';
      return { summary, sentence: fact.message };
    }
  }
  return { summary: 'in-force', sentence: describeInForce(facts) };
}

function describeInForce({ declared }: Facts): string {
  return declared.status === 'true'
    ? 'In force'
    : `In force as declared before: ${declared.message}`;
}

export function toPeer(workload: Workload): EdgePeer {
  const { entityRef, key, title, owner, lifecycle, namespace } = workload;
  return {
    entityRef,
    workloadKey: key,
    ...(title && { title }),
    ...(owner && { owner }),
    ...(lifecycle && { lifecycle }),
    namespace,
  };
}
