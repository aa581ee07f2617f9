import { parseDuration } from '../text/duration';
import type { Json } from '../schema/node';
import { isHeaderName } from '../text/names';
import { findDurationProblem } from './durations';
import type { Findings } from './Findings';
import { findStatusProblem } from './httpStatus';
import {
  isSet,
  toItems,
  toMessage,
  toMessages,
  toNumber,
  toString,
} from './read';
import { findRegexMatchProblem } from './stringMatch';

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  '*',
];

const SECOND = 1e9;

/** Checks who may call from other sites. */
export function checkCors(policy: Json | undefined, out: Findings): void {
  if (!policy) return;
  for (const origin of toMessages(policy.allowOrigins)) {
    const kinds = ['exact', 'prefix', 'regex'];
    const some = kinds.some(kind => toString(origin?.[kind]) !== '');
    out.error(
      some
        ? findRegexMatchProblem(origin, 'corsPolicy.allowOrigins')
        : "'' is not a valid match type for CORS allow origins",
    );
  }
  for (const method of toItems(policy.allowMethods)) {
    if (!methods.includes(method)) {
      out.error(`"${method}" is not a supported HTTP method`);
    }
  }
  for (const field of ['allowHeaders', 'exposeHeaders']) {
    for (const name of toItems(policy[field])) {
      if (name === '') out.error('header name cannot be empty');
      else if (!isHeaderName(name)) {
        out.error(`header name ${name} is not a valid header name`);
      }
    }
  }
  if (!isSet(policy.maxAge)) return;
  out.error(findDurationProblem(policy.maxAge));
  if ((parseDuration(String(policy.maxAge)) ?? 0) % SECOND > 0) {
    out.error('max_age duration is accurate only to seconds precision');
  }
}

/** Checks faults that are made on purpose. */
export function checkFault(fault: Json | undefined, out: Findings): void {
  if (!fault) return;
  const abort = toMessage(fault.abort);
  const delay = toMessage(fault.delay);
  if (!abort && !delay) {
    out.error('HTTP fault injection must have an abort and/or a delay');
  }
  if (abort) checkAbort(abort, out);
  if (delay) checkDelay(delay, out);
}

function findPercentProblem(given: unknown): string | undefined {
  const value = toNumber(toMessage(given)?.value);
  return value < 0 || value > 100 || (value > 0 && value < 0.0001)
    ? `percentage ${value} is neither 0.0, nor in range [0.0001, 100.0]`
    : undefined;
}

const grpcStatuses = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

function checkAbort(abort: Json, out: Findings): void {
  out.error(findPercentProblem(abort.percentage));
  if (isSet(abort.grpcStatus)) {
    const status = toString(abort.grpcStatus);
    if (grpcStatuses.includes(status)) return;
    out.error(
      `gRPC status "${status}" is not supported. See https://github.com/grpc/grpc/blob/master/doc/statuscodes.md for a list of supported codes, for example 'NOT_FOUND'`,
    );
  } else if (isSet(abort.http2Error)) {
    out.error('HTTP/2 abort fault injection not supported yet');
  } else if (isSet(abort.httpStatus)) {
    out.error(findStatusProblem(toNumber(abort.httpStatus)));
  }
}

function checkDelay(delay: Json, out: Findings): void {
  out.error(findPercentProblem(delay.percentage));
  if (isSet(delay.fixedDelay)) {
    out.error(findDurationProblem(delay.fixedDelay));
  } else if (isSet(delay.exponentialDelay)) {
    out.error(
      findDurationProblem(delay.exponentialDelay),
      'exponentialDelay not supported yet',
    );
  }
}
