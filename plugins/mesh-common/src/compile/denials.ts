import { groupBy } from '../model/build/groupBy';
import type { Edge, Guardrail, Workload, WorkloadPort } from '../model/types';
import { isSelected } from './isSelected';
import { principalOf } from './rules/principals';
import type { Scope } from './Scope';

/** What a guardrail is about in a cluster, where policies can say it. */
export type Denial = {
  guardrail: Guardrail;
  /** Identities that it keeps out, sorted. */
  principals: string[];
  /** Keys of the workloads that it keeps them out of. */
  providers: ReadonlySet<string>;
};

/** Identities times workloads of one guardrail; beyond it, none is written. */
const MAX_PAIRS = 100_000;

/**
 * Guardrails that policies can express: by the identities of the callers that
 * are known. "Anybody" is no such list, and one of every caller at every
 * workload would be beyond measure; default denials hold there anyway.
 */
export function listDenials({ guardrails, ...scope }: Scope): Denial[] {
  const inMesh = [...scope.workloads.values()].filter(item => item.inMesh);
  return guardrails.flatMap(guardrail => {
    const { from, to, breadth } = guardrail;
    if (!from || breadth) {
      return [];
    }
    const accounts = groupBy(inMesh, item => principalOf(scope.cluster, item));
    const principals = [...accounts]
      .filter(([, users]) => users.every(user => isSelected(from, user)))
      .map(([principal]) => principal)
      .sort();
    const providers = inMesh.filter(item => isSelected(to, item));
    const pairs = principals.length * providers.length;
    return pairs > 0 && pairs <= MAX_PAIRS
      ? [
          {
            guardrail,
            principals,
            providers: new Set(providers.map(({ key }) => key)),
          },
        ]
      : [];
  });
}

/**
 * Whom a guardrail keeps out of a workload, by port: never the callers of a
 * granted edge.
 */
export function listDenied(
  scope: Scope,
  workload: Workload,
  { guardrail, principals }: Denial,
): Array<{ principals: string[]; ports: number[] }> {
  const granted = listGranted(scope, scope.inbound.get(workload.key) ?? []);
  const own = principalOf(scope.cluster, workload);
  const rows = [...new Set(coveredPorts(guardrail, workload.ports))].map(
    port => {
      const denied = principals.filter(
        principal => principal !== own && !granted.has(`${port} ${principal}`),
      );
      return { port, denied, key: denied.join('\n') };
    },
  );
  return [...groupBy(rows, ({ key }) => key).values()]
    .filter(([{ denied }]) => denied.length > 0)
    .map(group => ({
      principals: group[0].denied,
      ports: group.map(({ port }) => port),
    }));
}

function listGranted(scope: Scope, edges: readonly Edge[]): Set<string> {
  return new Set(
    edges.flatMap(({ consumer, ports }) => {
      const caller = scope.workloads.get(consumer);
      return caller
        ? ports.map(
            ({ targetPort }) =>
              `${targetPort} ${principalOf(scope.cluster, caller)}`,
          )
        : [];
    }),
  );
}

function coveredPorts(
  { protocols }: Guardrail,
  ports: readonly WorkloadPort[],
): number[] {
  return ports
    .filter(({ protocol }) => protocols?.includes(protocol) ?? true)
    .map(({ targetPort }) => targetPort)
    .sort((a, b) => a - b);
}
