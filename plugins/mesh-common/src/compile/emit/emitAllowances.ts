import type { Workload } from '../../model/types';
import type { CompiledObject } from '../../objects';
import { callerRules } from '../rules/callerRules';
import { markPorts } from '../marks';
import { packRules, type Rule, writeRules } from '../rules/packRules';
import { routeRules } from '../rules/routeRules';
import { effectAt, type Scope } from '../Scope';
import { nameOf, toObjects } from '../toObject';
import { dryRun, policyKind } from './policyKind';

/**
 * Who may call a workload. Also without any rule: revoking the last edge must
 * not open anything.
 */
export function emitAllowances(
  scope: Scope,
  workload: Workload,
): CompiledObject[] {
  const { authorization } = effectAt(scope, workload);
  if (authorization === 'none' || !workload.inMesh) {
    return [];
  }
  const edges = scope.inbound.get(workload.key) ?? [];
  const routes = routeRules(scope, workload, {
    tokens: authorization === 'enforced',
  });
  const lists = joinLists(callerRules(scope, edges), routes);
  const drafts = lists.map((rules, part) => ({
    ...policyKind,
    name: nameOf({ prefix: 'allow-to-', workload, part }),
    namespace: workload.namespace,
    annotations: { ...dryRun(authorization), ...markPorts(workload) },
    spec: {
      selector: { matchLabels: workload.selector },
      action: 'ALLOW',
      ...(rules.length > 0 && { rules: writeRules(rules) }),
    },
  }));
  return toObjects(scope, { workloads: [workload], edges }, drafts);
}

/** At least one list, and one where everything fits into it. */
function joinLists(callers: Rule[][], routes: Rule[]): Rule[][] {
  if (routes.length === 0) {
    return callers.length > 0 ? callers : [[]];
  }
  return callers.length > 1
    ? [...callers, ...packRules(routes)]
    : packRules([...callers.flat(), ...routes]);
}
