import type { JsonObject, JsonValue } from '@backstage/types';

/** Whether it is an object and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a dotted path; undefined when there is none. */
export function getValue(
  value: JsonValue | undefined,
  path: string,
): JsonValue | undefined {
  let at: JsonValue | undefined = value;
  for (const key of path.split('.')) {
    at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at ?? undefined;
}

export function getText(
  value: JsonValue | undefined,
  path: string,
): string | undefined {
  const found = getValue(value, path);
  return typeof found === 'string' ? found : undefined;
}

/** Objects of a list; none when there is no list. */
export function readItems(
  value: JsonValue | undefined,
  path: string,
): JsonObject[] {
  const found = getValue(value, path);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** Texts of a list; none when there is no list. */
export function readTexts(
  value: JsonValue | undefined,
  path: string,
): string[] {
  const found = getValue(value, path);
  return Array.isArray(found)
    ? found.filter(item => typeof item === 'string')
    : [];
}

/** Numbers come as numbers or as text. */
export function readNumber(
  value: JsonValue | undefined,
  path: string,
): number | undefined {
  const found = Number(getValue(value, path) ?? NaN);
  return Number.isFinite(found) ? found : undefined;
}
