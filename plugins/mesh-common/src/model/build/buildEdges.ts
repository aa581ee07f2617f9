import { describeWhat } from '../describeWhat';
import { escape } from '../read/Field';
import type { Edge, ExternalService, Need, WorkloadPort } from '../types';
import type { Ask } from './asks';
import type { Consents, Decision } from './Consents';
import type { Findings } from './Findings';
import { isBroad } from './Guardrails';
import type { Placed } from './placeWorkloads';
import type { Provider } from './Provider';
import type { Reach, Reaches } from './Reaches';
import { isHttp } from './RouteTable';
import type { Targets } from './Targets';

type Building = {
  placed: Placed[];
  targets: Targets;
  reaches: Reaches;
  consents: Consents;
  findings: Findings;
};

type Built = { edges: Edge[]; externals: ExternalService[] };

/** Edges of all workloads, with consent; in the order of their keys. */
export function buildEdges(building: Building): Built {
  const edges: Edge[] = [];
  const externals = new Map<string, ExternalService>();
  for (const consumer of sortByEdges(building.placed)) {
    for (const edge of buildAllOf(consumer, building, externals)) {
      edges.push(edge);
    }
  }
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
function buildAllOf(
  consumer: Placed,
  building: Building,
  externals: Map<string, ExternalService>,
): Edge[] {
  const { claim, cluster } = consumer;
  const edges: Edge[] = [];
  const seen = new Set<string>();
  for (const need of claim.declaration.needs) {
    if (!seen.has(need.targetRef)) {
      seen.add(need.targetRef);
      for (const provider of building.targets.find(claim, need, cluster.name)) {
        const made = buildPair({ consumer, provider, need }, building);
        edges.push(...made);
        if (made.length > 0 && provider.external) {
          externals.set(provider.key, provider.external);
        }
      }
    }
  }
  return sortByKey(edges);
}

function buildPair(
  pair: Pair,
  { reaches, consents, findings }: Building,
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
  reportDecided(pair, { ask, decisions, findings });
  return decisions.map((decision, index) =>
    toEdge(pair, {
      key: index === 0 ? key : `${key}+${index + 1}`,
      wholeApi: decision.operations || blocked ? wholeApi : undefined,
      decision,
    }),
  );
}

type Pair = { consumer: Placed; provider: Provider; need: Need };

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

/** What is asked of a provider; undefined when nothing is left of it. */
function readAsk(
  pair: Pair,
  reach: Reach,
  findings: Findings,
): Ask | undefined {
  const { consumer, provider, need } = pair;
  const { declaration } = consumer.claim;
  const { entityRef } = provider.claim.declaration;
  if (!consumer.workload.inMesh && provider.inMesh) {
    findings.add(declaration, {
      code: 'MW1109',
      pointer: need.pointer,
      message: `${declaration.entityRef} runs without a proxy (inMesh: false), so it has no identity that ${entityRef} could let in. Let it join the mesh, or remove the dependency`,
    });
    return undefined;
  }
  const ports = pickPorts(pair, findings);
  // Through the gateway of another cluster everybody may do the same.
  const isRemote = provider.external?.workload && reach.wholeApi;
  const operations = isRemote ? undefined : reach.operations;
  if (!operations || ports.length === 0) {
    return ports.length > 0 ? { ports, window: need.window } : undefined;
  }
  const http = provider.inMesh ? ports.filter(isHttp) : [];
  if (http.length < ports.length && (need.ports || http.length === 0)) {
    reportPorts(pair, { ports, http, findings });
  }
  return http.length > 0 && operations.length > 0
    ? { ports: http, operations, window: need.window }
    : undefined;
}

function reportPorts(
  { consumer, provider, need }: Pair,
  found: { ports: WorkloadPort[]; http: WorkloadPort[]; findings: Findings },
) {
  const { ports, http, findings } = found;
  const { entityRef } = provider.claim.declaration;
  const isRefined = need.operations ?? need.methods ?? need.paths;
  const what = isRefined ? 'The methods and paths' : 'The operations';
  findings.add(consumer.claim.declaration, {
    code: 'MW1105',
    pointer: isRefined ? refinementOf(need) : need.pointer,
    message: `${what} of ${
      need.targetRef
    } only hold on ports that speak HTTP through the mesh; ${ports
      .filter(port => !http.includes(port))
      .map(port => port.name)
      .join(', ')} of ${entityRef} ${
      http.length > 0 ? 'is left out' : 'does not, so nothing is granted'
    }. Correct ports, or ${
      isRefined ? 'remove methods and paths' : `depend on ${entityRef} itself`
    }`,
  });
}

/** What an owner should know of what was decided. */
function reportDecided(
  { consumer, provider, need }: Pair,
  found: { ask: Ask; decisions: Decision[]; findings: Findings },
) {
  const { ask, decisions, findings } = found;
  const { declaration } = consumer.claim;
  const { entityRef, owner } = provider.claim.declaration;
  for (const { ports, operations, consent } of decisions) {
    if (consent.reason === 'Guardrail') {
      findings.add(declaration, {
        code: 'MW1129',
        pointer: need.pointer,
        message: `${describeWhat(
          ports,
          operations,
        )} of ${entityRef} is denied by guardrail ${consent.guardrailId}: ${
          consent.message
        }. Remove the dependency, or talk to the platform team`,
      });
    }
  }
  const isOthers = owner !== declaration.owner;
  const breadth =
    provider.inMesh && isOthers ? describeBreadth(ask) : undefined;
  if (breadth) {
    findings.add(declaration, {
      code: 'MW1130',
      pointer: need.pointer,
      message: `The dependency on ${entityRef} of ${
        owner ?? 'nobody'
      } covers ${breadth}. Consume its API, or narrow it in spec.mesh.dependencies`,
    });
  }
}

function describeBreadth({ ports, operations = [{}] }: Ask) {
  if (!ports.some(isHttp)) {
    return undefined;
  }
  const methods = operations.some(item => isBroad(item, 'every-method'));
  const paths = operations.some(item => isBroad(item, 'every-path'));
  const words = [methods && 'every method', paths && 'every path'];
  return words.filter(Boolean).join(' and ') || undefined;
}

function sortByKey<T extends { key: string }>(items: T[]): T[] {
  return items.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function refinementOf({ targetRef }: Need): string {
  return `/spec/mesh/dependencies/${escape(targetRef)}`;
}

function pickPorts(
  { consumer, provider, need }: Pair,
  findings: Findings,
): WorkloadPort[] {
  const { declaration } = consumer.claim;
  const { ports, defaultPorts } = provider;
  const { entityRef } = provider.claim.declaration;
  if (!need.ports) {
    if (defaultPorts.length === 0) {
      findings.add(declaration, {
        code: 'MW1104',
        pointer: need.pointer,
        message: `${entityRef} has no port to call, so nothing is granted. Its owner can add spec.mesh.ports`,
      });
    }
    return defaultPorts;
  }
  const names = ports.map(port => port.name);
  const has = names.length > 0 ? `It has ${names.join(', ')}` : 'It has none';
  for (const name of need.ports) {
    if (!names.includes(name)) {
      findings.add(declaration, {
        code: 'MW1104',
        pointer: `${refinementOf(need)}/ports`,
        message: `${entityRef} has no port '${name.slice(0, 80)}'. ${has}`,
      });
    }
  }
  return ports.filter(port => need.ports?.includes(port.name));
}
