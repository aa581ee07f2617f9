import type { Edge } from '../types';
import { EVERYTHING } from '../operations/operations';
import { isInside } from './asks';
import type { Findings } from './Findings';
import { groupBy } from './groupBy';
import type { Placed } from './placeWorkloads';

/** So many others are named in a finding. */
const MAX_NAMED = 5;

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
  // What one loses may take something from another, until nothing changes.
  let current = edges;
  let next = withholdUnshared(current, siblings);
  while (differ(next, current)) {
    current = next;
    next = withholdUnshared(current, siblings);
  }
  return next;
}

function differ(a: Edge[], b: Edge[]): boolean {
  return a.some((edge, index) => edge !== b[index]);
}

function withholdUnshared(
  edges: Edge[],
  siblings: Map<string, string[]>,
): Edge[] {
  const granted = indexGranted(edges);
  return edges.map(edge => {
    const other = (siblings.get(edge.consumer) ?? []).find(
      key => edge.consent.state === 'granted' && !hasSame(granted, key, edge),
    );
    return other ? denied(edge, other) : edge;
  });
}

/** By workload: all of the same account, where there are several. */
function listSiblings(
  placed: Placed[],
  findings: Findings,
): Map<string, string[]> {
  const users = groupBy(
    placed.filter(
      ({ claim, workload }) =>
        workload.binding.state === 'bound' && !claim.retiring,
    ),
    ({ workload: { cluster, namespace, serviceAccount } }) =>
      `${cluster}/${namespace}/${serviceAccount}`,
  );
  const siblings = new Map<string, string[]>();
  for (const group of users.values()) {
    const keys = group.map(item => item.workload.key);
    for (const { workload, claim, deployment } of group.length > 1
      ? group
      : []) {
      const others = group
        .slice(0, MAX_NAMED + 1)
        .filter(item => item.workload !== workload)
        .map(item => item.workload.entityRef);
      siblings.set(workload.key, keys);
      findings.add(claim.declaration, {
        code: 'MW1113',
        pointer: `${deployment.pointer}/serviceAccount`,
        message: `Service account ${workload.serviceAccount} in ${
          workload.namespace
        } is shared with ${others.join(
          ', ',
        )}, so each of them only gets what all of them may. Use an account per service`,
      });
    }
  }
  return siblings;
}

function indexGranted(edges: Edge[]): Map<string, Edge[]> {
  return groupBy(
    edges.filter(edge => edge.consent.state === 'granted'),
    edge => `${edge.consumer}>${edge.provider}`,
  );
}

function hasSame(granted: Map<string, Edge[]>, consumer: string, edge: Edge) {
  const others = granted.get(`${consumer}>${edge.provider}`) ?? [];
  return edge.ports.every(({ name, ...port }) => {
    const same = others.filter(other =>
      other.ports.some(item => item.name === name),
    );
    const operations = same.flatMap(other => other.operations ?? EVERYTHING);
    const ask = {
      ports: [{ name, ...port }],
      ...(edge.operations && { operations: edge.operations }),
    };
    return same.length > 0 && isInside(ask, { operations });
  });
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
