import { escape } from '../read/Field';
import type { Need, WorkloadPort } from '../types';
import type { Ask } from './asks';
import type { Findings } from './Findings';
import type { Placed } from './placeWorkloads';
import type { Provider } from './Provider';
import type { Reach } from './Reaches';
import { isHttp } from './RouteTable';

/** One who needs, and one who is behind what it wrote. */
export type Pair = { consumer: Placed; provider: Provider; need: Need };

/** What is asked of a provider; undefined when nothing is left of it. */
export function readAsk(
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
