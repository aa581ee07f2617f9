import type { ArmFault } from '../ArmFaults';
import { isObject } from '../core/json';

const TEXTS = ['kind', 'method', 'path', 'code', 'message'];
const NUMBERS = ['status', 'retryAfterSeconds', 'delayMs', 'times', 'nth'];
const KINDS = [
  'status',
  'reset-before',
  'reset-after',
  'half-body',
  'fail-operation',
  'lose-operation',
  'delay',
];

/** Checks a fault that came over the wire. */
export function parseFault(value: unknown): ArmFault | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const fits = Object.entries(value).every(
    ([key, field]) =>
      (TEXTS.includes(key) && typeof field === 'string') ||
      (NUMBERS.includes(key) && Number.isInteger(field) && Number(field) >= 0),
  );
  const { status, kind } = value as ArmFault;
  const isStatus = status === undefined || (status >= 400 && status <= 599);
  const isKind = kind === undefined || KINDS.includes(kind);
  const isWhole = kind !== 'status' || status !== undefined;
  return fits && isStatus && isKind && isWhole
    ? (value as ArmFault)
    : undefined;
}
