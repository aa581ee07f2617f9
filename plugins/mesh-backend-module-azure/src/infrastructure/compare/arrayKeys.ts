import type { JsonValue } from '@backstage/types';
import { getText, isObject } from '../read';

/** What names an item among its siblings, most telling first. */
const KEYS = [
  'name',
  'mode',
  'ruleSetType',
  'alert',
  'record',
  'actionGroupId',
  'id',
];

/**
 * Lower-case name of each item, when all items have one and no two the same;
 * undefined for lists in which only the order tells items apart.
 */
export function nameItems(
  items: readonly JsonValue[],
): Map<string, JsonValue> | undefined {
  const key = KEYS.find(candidate =>
    items.every(item => getText(item, candidate) !== undefined),
  );
  if (key === undefined) {
    return undefined;
  }
  const named = new Map(
    items.map(item => [String(getText(item, key)).toLowerCase(), item]),
  );
  return named.size === items.length ? named : undefined;
}

/** Whether it is a list of texts, numbers or the like. */
export function isScalarList(items: readonly JsonValue[]): boolean {
  return items.every(item => !isObject(item) && !Array.isArray(item));
}

/**
 * Lists of which the items belong to whoever added them, even in a resource
 * of ours: what somebody put there goes on being theirs.
 */
export const SHARED_LISTS = ['agentPoolProfiles', 'ingressGateways', 'subnets'];
