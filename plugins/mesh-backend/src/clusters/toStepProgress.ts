import type { ProvisionStep, StepError } from '@meshwright/plugin-mesh-common';
import type { StepContext, StepProgress } from '@meshwright/plugin-mesh-node';
import { toError } from '@backstage/errors';
import { describeApiError } from './describeApiError';
import { KubernetesApiError } from './KubernetesApiError';
import { listRivals } from './toResult';

const DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 15_000;

/** A new API server needs minutes for its name, its rights and its mesh. */
const ATTEMPTS = 60;

/**
 * What becomes of a step when the API server did not simply do it. A new
 * cluster answers late and grants rights late: both are waited for.
 */
export function toStepProgress(
  error: unknown,
  options: { step: ProvisionStep; context: StepContext },
): StepProgress {
  const { step, context } = options;
  const problem = describeProblem(error, step);
  if (!mayPass(error) || context.attempt >= ATTEMPTS) {
    return { state: 'failed', error: problem };
  }
  const afterMs = Math.min(
    DELAY_MS * 2 ** Math.min(context.attempt, 10),
    LONGEST_DELAY_MS,
  );
  return { state: 'retry', afterMs, error: problem };
}

function describeProblem(error: unknown, step: ProvisionStep): StepError {
  const base = { resource: step.title, answer: step.answers[0] };
  if (!(error instanceof KubernetesApiError)) {
    const message = `The API of the cluster cannot be used: ${describeApiError(
      error,
    )}`;
    return { ...base, message };
  }
  const rivals = listRivals(error);
  const said = { ...base, status: error.code, code: error.status.reason };
  if (rivals.length > 0) {
    const fields = rivals
      .map(({ manager, field }) => `'${field}' by '${manager}'`)
      .join(', ');
    return {
      ...said,
      message: `Somebody else manages ${fields}; take the field out there, or change the specification`,
    };
  }
  return {
    ...said,
    message: `The cluster refused it: ${describeApiError(error)}`,
  };
}

function mayPass(error: unknown): boolean {
  if (error instanceof KubernetesApiError) {
    const isConflict = error.code === 409 && listRivals(error).length === 0;
    return (
      isConflict ||
      [401, 403, 404, 429].includes(error.code) ||
      error.code >= 500
    );
  }
  // What we did wrong ourselves does not get better.
  const { name, cause } = toError(error);
  return name !== 'TypeError' || cause !== undefined;
}
