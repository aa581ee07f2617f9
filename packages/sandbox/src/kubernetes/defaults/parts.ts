import { isJson } from '../types';
import type { Json } from '../types';

/** What was given, and the rest by default. */
export function withDefaults(value: unknown, defaults: Json): Json {
  return { ...defaults, ...(isJson(value) ? value : {}) };
}

export function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** The fields that are there, each completed. */
export function completed(
  object: Json,
  rules: Record<string, (value: unknown) => unknown>,
): Json {
  const found = Object.entries(rules).filter(
    ([key]) => object[key] !== undefined && object[key] !== null,
  );
  return {
    ...object,
    ...Object.fromEntries(found.map(([key, rule]) => [key, rule(object[key])])),
  };
}

export const each =
  (rule: (item: Json) => Json) =>
  (value: unknown): Json[] =>
    list(value).map(rule);

export const tcp = each(port => withDefaults(port, { protocol: 'TCP' }));
