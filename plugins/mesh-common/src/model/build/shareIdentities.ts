import type { Edge } from '../types';
import { isInside } from './asks';
import type { Findings } from './Findings';
import type { Placed } from './placeWorkloads';

/**
 * Policies see the service account and not the workload, so what one may do
 * all that share it could: it is granted only when it is granted to all.
 */
export function shareIdentities(options: {
  placed: Placed[];
  edges: Edge[];
  findings: Findings;
}): Edge[] {
  const { placed, edges, findings } = options;
  const siblings = listSiblings(placed, findings);
  if (siblings.size === 0) {
    return edges;
  }
  let current = edges;
  for (;;) {
    const granted = indexGranted(current);
    const next = current.map(edge => {
      const other = (siblings.get(edge.consumer) ?? []).find(
        key => edge.consent.state === 'granted' && !hasSame(granted, key, edge),
      );
      return other ? denied(edge, other) : edge;
    });
    if (next.every((edge, index) => edge === current[index])) {
      return next;
    }
    current = next;
  }
}

/** By workload: the others of the same account, where there are any. */
function listSiblings(
  placed: Placed[],
  findings: Findings,
): Map<string, string[]> {
  const users = new Map<string, Placed[]>();
  for (const item of placed) {
    const { cluster, namespace, serviceAccount, binding } = item.workload;
    if (binding.state === 'bound' && !item.claim.retiring) {
      const account = `${cluster}/${namespace}/${serviceAccount}`;
      users.set(account, [...(users.get(account) ?? []), item]);
    }
  }
  const siblings = new Map<string, string[]>();
  for (const group of users.values()) {
    for (const { workload, claim, deployment } of group) {
      const others = group.filter(item => item.workload !== workload);
      if (others.length > 0) {
        siblings.set(
          workload.key,
          others.map(item => item.workload.key),
        );
        findings.add(claim.declaration, {
          code: 'MW1113',
          pointer: `${deployment.pointer}/serviceAccount`,
          message: `Service account ${workload.serviceAccount} in ${
            workload.namespace
          } is shared with ${others
            .slice(0, 5)
            .map(item => item.workload.entityRef)
            .join(
              ', ',
            )}, so each of them only gets what all of them may. Use an account per service`,
        });
      }
    }
  }
  return siblings;
}

function indexGranted(edges: Edge[]): Map<string, Edge[]> {
  const granted = new Map<string, Edge[]>();
  for (const edge of edges) {
    if (edge.consent.state === 'granted') {
      const pair = `${edge.consumer}>${edge.provider}`;
      granted.set(pair, [...(granted.get(pair) ?? []), edge]);
    }
  }
  return granted;
}

function hasSame(granted: Map<string, Edge[]>, consumer: string, edge: Edge) {
  const others = granted.get(`${consumer}>${edge.provider}`) ?? [];
  return edge.ports.every(port =>
    others.some(other =>
      isInside(
        { ...edge, ports: [port] },
        {
          ports: other.ports.map(item => item.name),
          operation: other.operation,
        },
      ),
    ),
  );
}

function denied(edge: Edge, other: string): Edge {
  const entityRef = other.slice(0, other.indexOf('@'));
  return {
    ...edge,
    consent: {
      state: 'denied',
      reason: 'SharedIdentity',
      message: `${entityRef} runs under the same service account and may not make this call. Use an account per service, or let both declare it`,
    },
  };
}
