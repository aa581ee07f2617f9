import type { JsonObject } from '@backstage/types';
import { groupBy } from '../../model/build/groupBy';
import type { Edge } from '../../model/types';
import { placeOf } from '../placeOf';
import type { Scope } from '../Scope';
import { MAX_ITEMS, MAX_WEIGHT, packRules, type Rule } from './packRules';
import { toOperations } from './operations';
import { splitByLayer } from './splitByLayer';

/** What callers may do; equal keys for equal operations. */
export type Limits = { operations: JsonObject[]; key: string };

type Caller = Limits & { principal: string };

/** Limits that a scope remembers. */
const MAX_LIMITS = 5000;

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
    String(placeOf(principal, parts)).padStart(6, '0'),
  );
  return [...placed.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, some]) => packRules(toRules(some)));
}

function listCallers(scope: Scope, edges: readonly Edge[]): Caller[] {
  const byPrincipal = groupBy(
    edges,
    edge => scope.principals.get(edge.consumer) ?? '',
  );
  byPrincipal.delete('');
  const callers: Caller[] = [];
  for (const [principal, own] of byPrincipal) {
    const { operations, key } = translate(scope, own);
    if (operations.length > 0) {
      callers.push({ principal, operations, key });
    }
  }
  return callers;
}

/** Most edges of a model mean one of a few things: each is made out once. */
function translate({ limits }: Scope, edges: readonly Edge[]): Limits {
  const written =
    edges.length === 1 ? writeLimits(edges[0]) : edges.map(writeLimits).join();
  const known = limits.get(written);
  if (known) {
    return known;
  }
  if (limits.size >= MAX_LIMITS) {
    limits.clear();
  }
  const operations = toOperations(edges);
  const made = { operations, key: JSON.stringify(operations) };
  limits.set(written, made);
  return made;
}

/** What an edge is limited to, as text: equal text for equal limits. */
function writeLimits({ ports, operations }: Edge): string {
  let numbers = '';
  for (const { targetPort, protocol } of ports) {
    numbers += `${targetPort}${protocol},`;
  }
  return operations ? `${numbers} ${JSON.stringify(operations)}` : numbers;
}

function toRules(callers: readonly Caller[]): Rule[] {
  return [...groupBy(callers, ({ key }) => key)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => {
      const principals = group.map(({ principal }) => principal).sort();
      return splitByLayer(group[0].operations).map(operations => ({
        source: { principals },
        operations,
      }));
    });
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
