import { deriveAccepted, deriveApplied } from '../deriveWritten';
import { type Fact, isFalse } from '../fact';
import type { Condition, ConditionType } from '../pass';
import type { WorkloadContext } from '../WorkloadContext';
import { deriveApproved } from './deriveApproved';
import { deriveBound } from './deriveBound';
import { deriveCompiled } from './deriveCompiled';
import { deriveDeclared } from './deriveDeclared';
import { deriveEncrypted } from './deriveEncrypted';
import { deriveEnforced } from './deriveEnforced';
import { deriveReachable, deriveResolvable } from './deriveNamed';
import { deriveObserved } from './deriveObserved';

/**
 * All conditions of a workload, in order. `Resolvable` and `Reachable` are
 * left out where no name and no route was declared.
 */
export function deriveConditions(
  context: WorkloadContext,
  observedAt: string,
): Condition[] {
  const { objects, view } = context;
  const compiled = deriveCompiled(context);
  const ifCompiled = (derive: () => Fact) =>
    compiled.status === 'true'
      ? derive()
      : isFalse('NotCompiled', compiled.message);
  const facts: Array<[ConditionType, Fact | undefined]> = [
    ['Declared', deriveDeclared(context)],
    ['Bound', deriveBound(context)],
    ['Approved', deriveApproved(context)],
    ['Compiled', compiled],
    ['Applied', ifCompiled(() => deriveApplied(objects, view))],
    ['Accepted', ifCompiled(() => deriveAccepted(objects, view))],
    ['Enforced', deriveEnforced(context)],
    ['Encrypted', deriveEncrypted(context)],
    ['Observed', deriveObserved(context)],
    ['Resolvable', deriveResolvable(context)],
    ['Reachable', deriveReachable(context)],
  ];
  return facts.flatMap(([type, fact]) =>
    fact ? [{ type, ...fact, observedAt }] : [],
  );
}
