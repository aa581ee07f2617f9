import type { JsonObject } from '@backstage/types';
import type { ProvisionPlan } from '@meshwright/plugin-mesh-common';
import { isObject } from '../client/WireAnswer';
import { entry, type Expression, text } from './Expression';

/** The tags that most resources have. */
export function findTags({ steps }: ProvisionPlan): JsonObject {
  const counts = new Map<string, number>();
  for (const { body } of steps) {
    if (isObject(body?.tags)) {
      const key = JSON.stringify(body.tags);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most ? JSON.parse(most[0]) : {};
}

export function readTags(plan: ProvisionPlan): Expression {
  return {
    kind: 'object',
    entries: Object.entries(findTags(plan)).map(([name, value]) =>
      entry(name, text(String(value))),
    ),
  };
}
