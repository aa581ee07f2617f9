import { ArmError } from '../ArmError';
import type { ArmFault } from '../ArmFaults';

const CODES: Record<number, string> = {
  408: 'RequestTimeout',
  409: 'AnotherOperationInProgress',
  412: 'PreconditionFailed',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
};
const MESSAGE = 'The sandbox was told to fail this request.';

/** The answer of a fault that has a status. */
export function toError(status: number, fault: ArmFault): ArmError {
  const seconds = fault.retryAfterSeconds;
  return new ArmError(
    status,
    {
      code: fault.code ?? CODES[status] ?? 'InternalError',
      message: fault.message ?? MESSAGE,
    },
    seconds === undefined ? {} : { 'Retry-After': String(seconds) },
  );
}

/** The error of an operation that was told to fail. */
export function operationError(fault: ArmFault) {
  return {
    code: fault.code ?? 'InternalServerError',
    message: fault.message ?? MESSAGE,
  };
}
