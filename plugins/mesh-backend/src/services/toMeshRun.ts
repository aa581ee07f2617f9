import type { MeshRun, RunStep } from '@meshwright/plugin-mesh-common';
import type { StoredRun, StoredStep } from '../database';

/** A run as it is shown, without its steps. */
export function toRunHead(run: StoredRun): Omit<MeshRun, 'steps'> {
  const { id, kind, cluster, state, by } = run;
  const { createdAt, startedAt, endedAt, message } = run;
  return {
    id,
    kind,
    cluster,
    state,
    by,
    createdAt,
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(message !== undefined && { message }),
  };
}

/** A step as it is shown: named one by one, so that no secret slips in. */
export function toRunStep(stored: Omit<StoredStep, 'poller'>): RunStep {
  const { step, state, attempts, startedAt, endedAt } = stored;
  const { message, changed, error, evidence } = stored;
  return {
    id: step.id,
    title: step.title,
    resource: step.resource.id,
    operation: step.operation,
    dependsOn: step.dependsOn,
    state,
    attempts,
    expectedSeconds: step.expectedSeconds,
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(message !== undefined && { message }),
    ...(changed !== undefined && { changed }),
    ...(error && { error }),
    ...(evidence && { evidence }),
  };
}
