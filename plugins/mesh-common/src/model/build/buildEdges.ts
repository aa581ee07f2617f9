import { inSteps } from '../../objects/steps';
import type { Edge, ExternalService } from '../types';
import type { Consents, Decision } from './Consents';
import { EdgeFindings } from './EdgeFindings';
import type { Findings } from './Findings';
import type { Placed } from './placeWorkloads';
import type { Reaches } from './Reaches';
import { type Pair, readAsk } from './readAsk';
import type { Targets } from './Targets';

type Building = {
  placed: Placed[];
  targets: Targets;
  reaches: Reaches;
  consents: Consents;
  findings: Findings;
};

type Walk = Building & {
  edgeFindings: EdgeFindings;
  externals: Map<string, ExternalService>;
};

type Built = { edges: Edge[]; externals: ExternalService[] };

/** Edges of all workloads, with consent; in the order of their keys. */
export function* buildEdges(building: Building): Generator<undefined, Built> {
  const externals = new Map<string, ExternalService>();
  const edgeFindings = new EdgeFindings(building.findings);
  const walk = { ...building, externals, edgeFindings };
  const edges = yield* inSteps(sortByEdges(building.placed), consumer =>
    buildAllOf(consumer, walk),
  );
  return { edges, externals: sortByKey([...externals.values()]) };
}

/** So that edges of one after the other are in the order of their keys. */
function sortByEdges(placed: Placed[]): Placed[] {
  return placed
    .map(item => ({ item, key: `${item.workload.key}>` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);
}

/** Edges of one workload; notes the services outside that they lead to. */
function buildAllOf(consumer: Placed, walk: Walk): Edge[] {
  const { claim, cluster } = consumer;
  const edges: Edge[] = [];
  const seen = new Set<string>();
  for (const need of claim.declaration.needs) {
    if (!seen.has(need.targetRef)) {
      seen.add(need.targetRef);
      for (const provider of walk.targets.find(claim, need, cluster.name)) {
        const made = buildPair({ consumer, provider, need }, walk);
        edges.push(...made);
        if (made.length > 0 && provider.external) {
          walk.externals.set(provider.key, provider.external);
        }
      }
    }
  }
  return sortByKey(edges);
}

function buildPair(
  pair: Pair,
  { reaches, consents, findings, edgeFindings }: Walk,
): Edge[] {
  const { consumer, provider, need } = pair;
  const reach = reaches.of(consumer.claim, need);
  const ask = readAsk(pair, reach, findings);
  if (!ask) {
    return [];
  }
  const { blocked, wholeApi } = reach;
  const key = `${consumer.workload.key}>${provider.key}#${need.targetRef}`;
  const decisions = consents.decide({ ...pair, ask, blocked });
  edgeFindings.add(pair, { ask, decisions });
  return decisions.map((decision, index) =>
    toEdge(pair, {
      key: index === 0 ? key : `${key}+${index + 1}`,
      wholeApi: decision.operations || blocked ? wholeApi : undefined,
      decision,
    }),
  );
}

/**
 * Key by key, in one order: there are so many edges that copies of parts would
 * be felt.
 */
function toEdge(
  { consumer, provider, need }: Pair,
  found: { key: string; wholeApi?: true; decision: Decision },
): Edge {
  const { ports, operations, window, consent } = found.decision;
  const gone = consumer.claim.retiring ?? provider.claim.retiring;
  const kept = consumer.claim.kept.has(need);
  const edge = {
    key: found.key,
    consumer: consumer.workload.key,
    provider: provider.key,
    targetRef: need.targetRef,
    relation: need.relation,
  } as Edge;
  if (need.reason) {
    edge.reason = need.reason;
  }
  edge.provenance = (gone && 'retiring') || (kept && 'last-good') || 'declared';
  edge.pointer = need.pointer;
  if (found.wholeApi) {
    edge.wholeApi = true;
  }
  edge.ports = ports;
  if (operations) {
    edge.operations = operations;
  }
  if (window) {
    edge.window = window;
  }
  edge.consent = consent;
  return edge;
}

function sortByKey<T extends { key: string }>(items: T[]): T[] {
  return items.sort((a, b) => (a.key < b.key ? -1 : 1));
}
