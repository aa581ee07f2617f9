import { deriveWorkloadEnforced } from '../deriveEnforced';
import { deriveApplied } from '../deriveWritten';
import { type Fact, isFalse } from '../fact';
import { nameOf } from '../sentences';
import type { EdgeStatus } from '../shown';
import type { WorkloadContext } from '../WorkloadContext';
import { deriveCompiled } from './deriveCompiled';

/** Whether the declared callers get in, and nobody else. */
export function deriveEnforced(context: WorkloadContext): Fact {
  const { workload, view, objects, inbound } = context;
  const compiled = deriveCompiled(context);
  if (compiled.status !== 'true') {
    return isFalse(compiled.reason, compiled.message);
  }
  const uninvited = findUninvited(inbound);
  if (uninvited) {
    return uninvited;
  }
  const applied = deriveApplied(objects, view);
  if (applied.status !== 'true') {
    return applied;
  }
  const own = deriveWorkloadEnforced(workload, view);
  if (own.status !== 'true') {
    return own;
  }
  return findUnenforced(inbound) ?? own;
}

/** Calls that nobody granted and that the cluster would let in. */
function findUninvited(inbound: readonly EdgeStatus[]): Fact | undefined {
  for (const edge of inbound) {
    const step = edge.steps.find(({ reason }) => reason === 'StillOpen');
    if (step) {
      return tellOf(edge, step);
    }
  }
  return undefined;
}

/** The worst of the granted edges that are not in force. */
function findUnenforced(inbound: readonly EdgeStatus[]): Fact | undefined {
  const open = inbound.flatMap(edge => {
    const step = edge.steps.find(s => s.step === 'enforced');
    return edge.consent.state === 'granted' && step && step.status !== 'true'
      ? [{ edge, step }]
      : [];
  });
  const worst = open.find(o => o.step.status === 'false') ?? open[0];
  return worst && tellOf(worst.edge, worst.step);
}

function tellOf(edge: EdgeStatus, step: Fact): Fact {
  return {
    status: step.status,
    reason: step.reason,
    message: `Calls of ${nameOf(edge.consumer.entityRef)}: ${step.message}`,
  };
}
