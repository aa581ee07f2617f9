import type { TrafficSettings } from '../types';
import { readAll, unique } from './conditions';
import type { Field } from './Field';
import { readRecord } from './readRecord';

type Retries = NonNullable<TrafficSettings['retries']>;
type Breaker = NonNullable<TrafficSettings['circuitBreaker']>;

const DURATION = /^\d{1,9}(\.\d{1,3})?(ms|s|m|h)$/;
const STATUS = /^[1-5]\d\d$/;
/** `x-envoy-retry-on` and `x-envoy-retry-grpc-on` of Envoy. */
const RETRY_ON = [
  '5xx',
  'gateway-error',
  'reset',
  'reset-before-request',
  'connect-failure',
  'envoy-ratelimited',
  'retriable-4xx',
  'refused-stream',
  'retriable-status-codes',
  'retriable-headers',
  'http3-post-connect-failure',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
];
const MAX_INT = 2 ** 31 - 1;

/** How calls are made; undefined when any of it is bad. */
export function readTraffic(field: Field): TrafficSettings | undefined {
  return readRecord<TrafficSettings>(field, {
    timeout: readDuration,
    retries: readRetries,
    circuitBreaker: readBreaker,
  });
}

function readRetries(field: Field): Retries | undefined {
  const read = readRecord<Retries>(field, {
    attempts: value => readNumber(value, { min: 0, max: 10 }),
    on: value => {
      const conditions = readAll(value, readCondition);
      return conditions && unique(conditions);
    },
    perTryTimeout: readDuration,
  });
  if (!read) {
    return undefined;
  }
  const { attempts } = read;
  return attempts === undefined
    ? field.at('attempts').problem('MW1009', '; say how many retries at most')
    : { ...read, attempts };
}

function readBreaker(field: Field): Breaker | undefined {
  const count = (value: Field) => readNumber(value, { min: 1, max: MAX_INT });
  return readRecord<Breaker>(field, {
    maxConnections: count,
    maxPendingRequests: count,
    consecutiveErrors: count,
    interval: readDuration,
    baseEjectionTime: readDuration,
    maxEjectionPercent: value => readNumber(value, { min: 0, max: 100 }),
  });
}

function readCondition(field: Field): string | undefined {
  const { value } = field;
  return typeof value === 'string' && STATUS.test(value)
    ? value
    : field.oneOf(RETRY_ON);
}

function readDuration(field: Field): string | undefined {
  const { value } = field;
  return typeof value === 'string' &&
    DURATION.test(value) &&
    Number.parseFloat(value) > 0 &&
    !/^0*\.\d+ms$/.test(value)
    ? value
    : field.problem('MW1026', '; write a duration such as 500ms, 3s or 1m');
}

function readNumber(
  field: Field,
  { min, max }: { min: number; max: number },
): number | undefined {
  const { value } = field;
  return Number.isInteger(value) && Number(value) >= min && Number(value) <= max
    ? Number(value)
    : field.problem('MW1027', `; write a whole number from ${min} to ${max}`);
}
