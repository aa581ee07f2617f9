import type { Edge } from '../types';
import type { Findings } from './Findings';
import type { Placed } from './placeWorkloads';

/**
 * The proxy checks every token that reaches a workload, so that callers in
 * the mesh with tokens of other issuers are refused.
 */
export function reportTokens(options: {
  placed: Placed[];
  edges: Edge[];
  findings: Findings;
}) {
  const { placed, edges, findings } = options;
  const checking = placed.filter(({ workload }) =>
    workload.expose.some(route => route.jwt),
  );
  const called = checking.length > 0 ? listCalled(edges) : new Set<string>();
  for (const { claim, workload } of checking) {
    const routes = workload.expose.filter(route => route.jwt);
    if (called.has(workload.key)) {
      const issuers = routes.flatMap(({ jwt }) => jwt?.issuer ?? []);
      findings.add(claim.declaration, {
        code: 'MW1133',
        pointer: `${routes[0].pointer}/jwt`,
        message: `Callers in the mesh of ${
          workload.entityRef
        } get 401 when they carry tokens of issuers other than ${[
          ...new Set(issuers),
        ]
          .sort()
          .join(', ')}. Let them send tokens of these issuers, or none`,
      });
    }
  }
}

function listCalled(edges: Edge[]): Set<string> {
  const called = new Set<string>();
  for (const { provider, consent } of edges) {
    if (consent.state === 'granted') {
      called.add(provider);
    }
  }
  return called;
}
