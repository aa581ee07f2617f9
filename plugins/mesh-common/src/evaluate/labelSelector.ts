import { toLabels, toRecord, toRecords, toText, toTexts } from './readJson';

/** A Kubernetes label selector; without any demand it selects everything. */
export type LabelSelector = {
  matchLabels: Record<string, string>;
  expressions: readonly Expression[];
};

type Expression = { key: string; operator: string; values: readonly string[] };

export function readSelector(value: unknown): LabelSelector {
  const spec = toRecord(value);
  return {
    matchLabels: toLabels(spec.matchLabels),
    expressions: toRecords(spec.matchExpressions).map(item => ({
      key: toText(item.key) ?? '',
      operator: toText(item.operator) ?? '',
      values: toTexts(item.values),
    })),
  };
}

export function selects(
  { matchLabels, expressions }: LabelSelector,
  labels: Record<string, string>,
): boolean {
  return (
    Object.entries(matchLabels).every(
      ([key, value]) => labels[key] === value,
    ) && expressions.every(expression => holds(expression, labels))
  );
}

function holds(
  { key, operator, values }: Expression,
  labels: Record<string, string>,
): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
