import type { JsonObject } from '@backstage/types';
import { groupBy } from '../../model/build/groupBy';
import type { Edge } from '../../model/types';
import { hashText } from '../../objects';
import type { Scope } from '../Scope';
import { MAX_ITEMS, MAX_WEIGHT, packRules, type Rule } from './packRules';
import { toOperations } from './operations';
import { principalOf } from './principals';

/** A principal and what it may do; equal keys for equal operations. */
type Caller = { principal: string; operations: JsonObject[]; key: string };

/**
 * Rules for the callers of a workload, in as many lists as need a policy of
 * their own: one rule for all that may do the same.
 */
export function callerRules(scope: Scope, edges: readonly Edge[]): Rule[][] {
  const callers = listCallers(scope, edges);
  const parts = countParts(callers);
  if (parts === 1) {
    return callers.length > 0 ? [toRules(callers)] : [];
  }
  // A caller's place follows from its name, so that one caller less changes
  // one policy.
  const placed = groupBy(callers, ({ principal }) =>
    String(parseInt(hashText(principal, 8), 16) % parts).padStart(6, '0'),
  );
  return [...placed.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, some]) => packRules(toRules(some)));
}

function listCallers(scope: Scope, edges: readonly Edge[]): Caller[] {
  const byPrincipal = groupBy(edges, edge => {
    const caller = scope.workloads.get(edge.consumer);
    return caller?.inMesh ? principalOf(scope.cluster, caller) : '';
  });
  byPrincipal.delete('');
  const byMeaning = new Map<string, Pick<Caller, 'operations' | 'key'>>();
  return [...byPrincipal].flatMap(([principal, own]) => {
    const written =
      own.length === 1 ? writeLimits(own[0]) : own.map(writeLimits).join();
    const known = byMeaning.get(written) ?? translate(own);
    byMeaning.set(written, known);
    return known.operations.length > 0 ? [{ principal, ...known }] : [];
  });
}

/** What an edge is limited to, as text: equal text for equal limits. */
function writeLimits({ ports, operations }: Edge): string {
  const numbers = ports.map(port => `${port.targetPort}${port.protocol}`);
  return `${numbers.join()} ${operations ? JSON.stringify(operations) : ''}`;
}

function translate(edges: readonly Edge[]): Pick<Caller, 'operations' | 'key'> {
  const operations = toOperations(edges);
  return { operations, key: JSON.stringify(operations) };
}

function toRules(callers: readonly Caller[]): Rule[] {
  return [...groupBy(callers, ({ key }) => key)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => ({
      source: { principals: group.map(({ principal }) => principal).sort() },
      operations: group[0].operations,
    }));
}

/** A power of two, so that it seldom changes. */
function countParts(callers: readonly Caller[]): number {
  const meanings = new Map(callers.map(({ key }) => [key, key.length]));
  const weight =
    callers.reduce((sum, { principal }) => sum + principal.length + 3, 0) +
    [...meanings.values()].reduce((sum, length) => sum + length, 0);
  const parts = Math.max(weight / MAX_WEIGHT, meanings.size / MAX_ITEMS);
  return parts <= 1 ? 1 : 2 ** (Math.ceil(Math.log2(parts)) + 1);
}
