import { toTexts } from '../../../evaluate/readJson';
import type { PolicyRule } from './policies';

/** What a rule demands: values by field; `!` in front of negated fields. */
export type Demands = ReadonlyMap<string, ReadonlySet<string>>;

const sameAs: Readonly<Record<string, string>> = {
  'source.ip': 'ipBlocks',
  'remote.ip': 'remoteIpBlocks',
  'source.namespace': 'namespaces',
  'source.serviceAccount': 'serviceAccounts',
  'source.principal': 'principals',
  'source.trustDomain': 'trustDomains',
  'request.auth.principal': 'requestPrincipals',
  'destination.port': 'ports',
};

/**
 * The demands of a rule, however they are written; undefined for rules that
 * are several in one.
 */
export function readDemands(rule: PolicyRule): Demands | undefined {
  const { sources, operations, conditions } = rule;
  if (sources.length > 1 || operations.length > 1) return undefined;
  const demands = new Map<string, Set<string>>();
  let isPlain = true;
  const add = (field: string, values: readonly string[]) => {
    if (values.length === 0) return;
    isPlain &&= !demands.has(field);
    demands.set(field, new Set(values));
  };
  for (const { fields } of [...sources, ...operations]) {
    for (const [name, values] of Object.entries(fields)) {
      const negated = /^not[A-Z]/.test(name);
      const field = `${name.charAt(3).toLowerCase()}${name.slice(4)}`;
      add(negated ? `!${field}` : name, toTexts(values));
    }
  }
  for (const { key, values, notValues } of conditions) {
    const field = Object.hasOwn(sameAs, key) ? sameAs[key] ?? key : key;
    add(field, values);
    add(`!${field}`, notValues);
  }
  return isPlain ? demands : undefined;
}

/** One text per set of demands. */
export function demandsKey(demands: Demands): string {
  return JSON.stringify(
    [...demands].map(([field, values]) => [field, [...values].sort()]).sort(),
  );
}

/** Whether all that meets `narrow` meets `wide`, as far as values tell. */
export function covers(wide: Demands, narrow: Demands): boolean {
  for (const [field, values] of wide) {
    const own = narrow.get(field);
    if (!own) return false;
    const [few, many] = field.startsWith('!') ? [values, own] : [own, values];
    for (const value of few) {
      if (!many.has(value)) return false;
    }
  }
  return true;
}
