import type { JsonObject, JsonValue } from '@backstage/types';
import { canonicalJson } from '../objects/canonicalJson';

/** Rules that together admit what the given ones admit, one peer each. */
export function splitRules(rules: readonly JsonObject[]): JsonObject[] {
  return rules.flatMap(rule =>
    (['from', 'to'] as const).reduce(
      (split, side) => split.flatMap(part => splitSide(part, side)),
      [rule],
    ),
  );
}

/** The rules of one list that are in another one as well, or are not. */
export function pickRules(
  rules: readonly JsonObject[],
  other: readonly JsonObject[],
  pick: 'shared' | 'missing',
): JsonObject[] {
  const known = new Set(other.map(rule => canonicalJson(rule)));
  return rules.filter(
    rule => known.has(canonicalJson(rule)) === (pick === 'shared'),
  );
}

function splitSide(rule: JsonObject, side: 'from' | 'to'): JsonObject[] {
  const items = rule[side];
  if (!Array.isArray(items) || items.length === 0) {
    return [rule];
  }
  return items
    .flatMap(splitPrincipals)
    .map(item => ({ ...rule, [side]: [item] }));
}

function splitPrincipals(item: JsonValue): JsonValue[] {
  const source = (item as JsonObject).source as JsonObject | undefined;
  const principals = source?.principals;
  return Array.isArray(principals)
    ? principals.map(principal => ({
        ...(item as JsonObject),
        source: { ...source, principals: [principal] },
      }))
    : [item];
}
