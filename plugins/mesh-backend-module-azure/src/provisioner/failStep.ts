import type { ProvisionStep, StepError } from '@meshwright/plugin-mesh-common';
import type { StepProgress } from '@meshwright/plugin-mesh-node';
import { DOUBTFUL } from './ErrorClass';

/** Ends a step with something that only a person can mend. */
export function failStep(
  step: Pick<ProvisionStep, 'title'>,
  message: string,
  rest: Partial<StepError> = {},
): StepProgress {
  return {
    state: 'failed',
    error: { ...rest, message, resource: step.title },
  };
}

/** Starts a step again, a few times. */
export function retryStep(
  step: Pick<ProvisionStep, 'title'>,
  options: {
    attempt: number;
    message: string;
    /** Before the first retry; 1 s when absent. */
    afterMs?: number;
    tries?: number;
  },
): StepProgress {
  const { attempt, message, afterMs, tries = 2 * DOUBTFUL.tries } = options;
  if (attempt + 1 >= tries) {
    return failStep(step, `${message} That did not change in ${tries} tries.`);
  }
  const backOff = Math.min(DOUBTFUL.firstMs * 2 ** attempt, DOUBTFUL.mostMs);
  return {
    state: 'retry',
    afterMs: afterMs ?? backOff,
    error: { message, resource: step.title },
  };
}
