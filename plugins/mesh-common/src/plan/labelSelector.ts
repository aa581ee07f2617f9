import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '../objects/types';

export type Labels = Record<string, string>;

type Expression = { key: string; operator: string; values?: string[] };

/** What a policy selects pods by. */
export type LabelSelector = {
  matchLabels?: Labels;
  matchExpressions?: Expression[];
};

/** The selector of a policy, whatever its kind calls it. */
export function selectorOf(object: MeshObject): LabelSelector {
  const spec: JsonObject = object.spec ?? {};
  return (spec.podSelector ?? spec.selector ?? {}) as LabelSelector;
}

/** True when a pod with these labels is selected. */
export function isSelected(selector: LabelSelector, labels: Labels): boolean {
  return (
    Object.entries(selector.matchLabels ?? {}).every(
      ([key, value]) => labels[key] === value,
    ) && (selector.matchExpressions ?? []).every(e => isMatch(e, labels))
  );
}

export function isSameLabels(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => a[key] === b[key])
  );
}

function isMatch(expression: Expression, labels: Labels): boolean {
  const value = labels[expression.key];
  const isListed =
    value !== undefined && (expression.values ?? []).includes(value);
  switch (expression.operator) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
