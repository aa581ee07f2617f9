import type { Edge, MeshInput, Need, WorkloadPort } from '../types';
import { escape } from '../read/Field';
import { toOperation } from '../operations/operations';
import type { Ask } from './asks';
import { Consents } from './Consents';
import type { Ends } from './Ends';
import type { Findings } from './Findings';
import type { Placed } from './placeWorkloads';
import { isHttp } from './RouteTable';
import type { Targets } from './Targets';

/** Edges of all workloads, with consent; in the order of their keys. */
export function buildEdges(options: {
  input: MeshInput;
  placed: Placed[];
  targets: Targets;
  findings: Findings;
  ends: Ends;
}): Edge[] {
  const { input, placed, targets, findings, ends } = options;
  const consents = new Consents(input, ends);
  const edges = new Map<string, Edge>();
  for (const consumer of placed) {
    const { declaration } = consumer.claim;
    for (const need of declaration.needs) {
      const found = targets.find(consumer.claim, need, consumer.cluster.name);
      for (const provider of found) {
        const ask = readAsk({ consumer, provider, need }, findings);
        const key = `${consumer.workload.key}>${provider.workload.key}#${need.targetRef}`;
        const decisions =
          ask && !edges.has(key)
            ? consents.decide({ consumer, provider, need, ask })
            : [];
        decisions.forEach((decision, index) => {
          const part = index === 0 ? key : `${key}+${index + 1}`;
          const edge = toEdge({ consumer, provider, need });
          edges.set(part, { key: part, ...edge, ...decision });
        });
      }
    }
  }
  return [...edges.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

type Pair = { consumer: Placed; provider: Placed; need: Need };

function toEdge({
  consumer,
  provider,
  need,
}: Pair): Omit<Edge, 'key' | 'ports' | 'consent'> {
  const gone = consumer.claim.retiring ?? provider.claim.retiring;
  const kept = consumer.claim.kept.has(need);
  return {
    consumer: consumer.workload.key,
    provider: provider.workload.key,
    targetRef: need.targetRef,
    relation: need.relation,
    ...(need.reason && { reason: need.reason }),
    provenance: (gone && 'retiring') || (kept && 'last-good') || 'declared',
    pointer: need.pointer,
  };
}

/** Ports and operation of an edge; undefined when nothing is left of it. */
function readAsk(pair: Pair, findings: Findings): Ask | undefined {
  const { consumer, provider, need } = pair;
  const { declaration } = consumer.claim;
  const target = provider.workload;
  const refinement = `/spec/mesh/dependencies/${escape(need.targetRef)}`;
  if (!consumer.workload.inMesh && target.inMesh) {
    findings.add(declaration, {
      code: 'MW1109',
      pointer: need.pointer,
      message: `${declaration.entityRef} runs without a proxy (inMesh: false), so it has no identity that ${target.entityRef} could let in. Let it join the mesh, or remove the dependency`,
    });
    return undefined;
  }
  const ports = pickPorts(pair, findings, refinement);
  const operation = toOperation(need.methods, need.paths);
  if (!operation || ports.length === 0) {
    return ports.length > 0 ? { ports } : undefined;
  }
  const http = target.inMesh ? ports.filter(isHttp) : [];
  if (http.length < ports.length && (need.ports || http.length === 0)) {
    findings.add(declaration, {
      code: 'MW1105',
      pointer: refinement,
      message: `The methods and paths of ${
        need.targetRef
      } only hold on ports that speak HTTP through the mesh; ${ports
        .filter(port => !http.includes(port))
        .map(port => port.name)
        .join(', ')} of ${target.entityRef} ${
        http.length > 0 ? 'is left out' : 'does not, so nothing is granted'
      }. Correct ports, or remove methods and paths`,
    });
  }
  return http.length > 0 ? { ports: http, operations: [operation] } : undefined;
}

function pickPorts(
  { consumer, provider, need }: Pair,
  findings: Findings,
  refinement: string,
): WorkloadPort[] {
  const { declaration } = consumer.claim;
  const { ports, entityRef } = provider.workload;
  const names = ports.map(port => port.name);
  const has = names.length > 0 ? `It has ${names.join(', ')}` : 'It has none';
  for (const name of need.ports ?? []) {
    if (!names.includes(name)) {
      findings.add(declaration, {
        code: 'MW1104',
        pointer: `${refinement}/ports`,
        message: `${entityRef} has no port '${name.slice(0, 80)}'. ${has}`,
      });
    }
  }
  const picked = need.ports
    ? ports.filter(port => need.ports?.includes(port.name))
    : ports.filter(port => !port.scrape);
  if (picked.length === 0 && !need.ports) {
    findings.add(declaration, {
      code: 'MW1104',
      pointer: need.pointer,
      message: `${entityRef} has no port to call, so nothing is granted. Its owner can add spec.mesh.ports`,
    });
  }
  return picked;
}
