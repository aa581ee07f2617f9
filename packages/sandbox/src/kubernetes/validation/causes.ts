import type { StatusCause } from '../errors';

export function required(field: string, why?: string): StatusCause {
  return {
    reason: 'FieldValueRequired',
    message: why ? `Required value: ${why}` : 'Required value',
    field,
  };
}

export function invalidValue(
  field: string,
  value: unknown,
  why: string,
): StatusCause {
  return {
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${JSON.stringify(value) ?? 'null'}: ${why}`,
    field,
  };
}

export function wrongType(
  field: string,
  value: unknown,
  wanted: string,
): StatusCause {
  return {
    reason: 'FieldValueTypeInvalid',
    message: `Invalid value: ${JSON.stringify(
      Array.isArray(value) ? 'array' : typeof value,
    )}: ${field} must be of type ${wanted}`,
    field,
  };
}

export function notSupported(
  field: string,
  value: unknown,
  allowed: readonly unknown[],
): StatusCause {
  const listed = allowed.map(one => JSON.stringify(one)).join(', ');
  return {
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${JSON.stringify(
      value,
    )}: supported values: ${listed}`,
    field,
  };
}

function jsonType(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'array';
  }
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** As the schema of a custom kind says it. */
export function wrongCustomType(
  field: string,
  value: unknown,
  wanted: string,
): StatusCause {
  const type = jsonType(value);
  return {
    reason: 'FieldValueTypeInvalid',
    message: `Invalid value: "${type}": ${field} in body must be of type ${wanted}: "${type}"`,
    field,
  };
}
