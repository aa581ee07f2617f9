import type { StatusCause } from '../../errors';
import { isJson } from '../../types';
import type { Json } from '../../types';
import { invalidValue, notSupported, wrongType } from '../causes';
import { checkLabels, isLabelName } from '../names';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

export function record(value: unknown): Json {
  return isJson(value) ? value : {};
}

/** The items of a list with their paths; what is no list has none. */
export function items(value: unknown, field: string): Array<[Json, string]> {
  return Array.isArray(value)
    ? value.map((item, at) => [record(item), `${field}[${at}]`])
    : [];
}

export function checkPort(value: unknown, field: string): StatusCause[] {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) < 65536
    ? []
    : [invalidValue(field, value, 'must be between 1 and 65535, inclusive')];
}

export function checkPortOrName(value: unknown, field: string): StatusCause[] {
  const isName =
    typeof value === 'string' && value.length <= 15 && isLabelName(value);
  return isName ? [] : checkPort(value, field);
}

export function checkProtocol(value: unknown, field: string): StatusCause[] {
  return value === undefined || PROTOCOLS.includes(String(value))
    ? []
    : [notSupported(field, value, PROTOCOLS)];
}

export function checkSelector(value: unknown, field: string): StatusCause[] {
  if (!isJson(value)) {
    return [wrongType(field, value, 'object')];
  }
  const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
  return [
    ...checkLabels(record(value.matchLabels), `${field}.matchLabels`),
    ...items(value.matchExpressions, `${field}.matchExpressions`).flatMap(
      ([one, at]) =>
        operators.includes(String(one.operator))
          ? []
          : [notSupported(`${at}.operator`, one.operator, operators)],
    ),
  ];
}
