import type { Workload } from '../../model/types';
import type { CompiledObject } from '../../objects';
import { listDenied, type Denial } from '../denials';
import { packRules, writeRules } from '../rules/packRules';
import { toPorts } from '../rules/operations';
import { effectAt, type Scope } from '../Scope';
import { nameOf, toObject } from '../toObject';
import { dryRun, policyKind } from './policyKind';

/** Principals of one rule. */
const MAX_PRINCIPALS = 1000;

/**
 * What guardrails forbid, so that no policy of anybody else can allow it. On
 * named ports only: a denial without ports would close those it is not about.
 */
export function emitDenials(
  scope: Scope,
  workload: Workload,
  denials: readonly Denial[],
): CompiledObject[] {
  const { authorization } = effectAt(scope, workload);
  const about = denials.filter(({ providers }) => providers.has(workload.key));
  if (authorization === 'none' || about.length === 0) {
    return [];
  }
  const rules = about
    .flatMap(denial => listDenied(scope, workload, denial))
    .flatMap(({ principals, ports }) =>
      chunks(principals).map(some => ({
        source: { principals: some },
        operations: [{ ports: toPorts(ports) }],
      })),
    );
  return packRules(rules).map((some, part) =>
    toObject(scope, {
      ...policyKind,
      name: nameOf({ prefix: 'deny-to-', workload, part }),
      namespace: workload.namespace,
      annotations: dryRun(authorization),
      spec: {
        selector: { matchLabels: workload.selector },
        action: 'DENY',
        rules: writeRules(some),
      },
      workloads: [workload],
    }),
  );
}

function chunks(values: string[]): string[][] {
  return Array.from(
    { length: Math.ceil(values.length / MAX_PRINCIPALS) },
    (_, index) =>
      values.slice(index * MAX_PRINCIPALS, (index + 1) * MAX_PRINCIPALS),
  );
}
