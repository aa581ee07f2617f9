import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '../objects/types';
import { readAccessForm } from './accessForm';

type Rule = {
  from?: Array<{ source?: { principals?: string[] } }>;
  to?: Array<{ operation?: { ports?: string[] } }>;
};

/**
 * The grants of an AuthorizationPolicy as `key principal port`, once each;
 * empty for every other object.
 */
export function listGrants(key: string, object: MeshObject): string[] {
  const rules = readAccessForm(object)?.calls ?? [];
  return [
    ...new Set(
      rules.flatMap(rule => listPairs(rule)).map(pair => `${key} ${pair}`),
    ),
  ];
}

function listPairs(rule: JsonObject): string[] {
  const { from = [{}], to = [{}] } = rule as Rule;
  const principals = from.flatMap(item => item.source?.principals ?? ['*']);
  const ports = to.flatMap(item => item.operation?.ports ?? ['*']);
  return principals.flatMap(principal =>
    ports.map(port => `${principal} ${port}`),
  );
}
