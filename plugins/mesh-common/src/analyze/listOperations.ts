import { deriveSeen, UNKNOWN_TOKEN } from '../evaluate/deriveSeen';
import type { World } from '../evaluate/indexWorld';
import { matchRule, type RuleMatch } from '../evaluate/matchRules';
import type { Clause } from '../evaluate/compileRule';
import { identify } from '../evaluate/standing';
import type { Seen } from '../evaluate/seen';
import type { CallRequest } from '../evaluate/types';

/**
 * What of a port may be used; every part that is present has to fit.
 *
 * @public
 */
export type ReachedOperation = {
  /** Any of these; absent: any. */
  methods?: string[];
  /** Patterns of Istio, any of these. */
  paths?: string[];
  hosts?: string[];
  /** What else has to hold, by the names that the policy uses. */
  conditions?: string[];
};

/**
 * Operations that ALLOW rules admit, and those that DENY rules may refuse.
 *
 * @public
 */
export type LimitedAccess = {
  allowed: ReachedOperation[];
  denied: ReachedOperation[];
};

/** What an HTTP port is limited to for a caller over mutual TLS or without. */
export function listOperations(
  world: World,
  request: CallRequest,
  mtls: boolean,
): LimitedAccess {
  const { index, standings } = world;
  const client = standings.of(request.source);
  const { rules, tokens } = standings.of(request.destination);
  const seen = deriveSeen(index.options, request, {
    mtls,
    identities: mtls ? identify(index, client, request.source).uris : [],
    verified: tokens.length > 0 ? UNKNOWN_TOKEN : undefined,
  });
  const { allow, deny } = rules;
  return {
    allowed: describeRules(allow, 'ALLOW', seen),
    denied: describeRules(deny, 'DENY', seen),
  };
}

function describeRules(
  rules: readonly RuleMatch[],
  action: 'ALLOW' | 'DENY',
  seen: Seen,
): ReachedOperation[] {
  return rules.flatMap(({ rule }) => {
    if (matchRule(rule, action, seen) === false) return [];
    const clauses = rule.to.length > 0 ? rule.to : [[]];
    const isOpen = (clause: Clause) =>
      clause.every(condition => condition.test(seen) !== false);
    const others = [...rule.from.filter(isOpen).flat(), ...rule.when];
    return clauses
      .filter(isOpen)
      .map(clause => describeClause(clause, others, seen));
  });
}

const NAMED = ['methods', 'paths', 'hosts'] as const;

function describeClause(
  clause: Clause,
  others: Clause,
  seen: Seen,
): ReachedOperation {
  const operation: ReachedOperation = {};
  for (const name of NAMED) {
    const condition = clause.find(({ field }) => field === name);
    if (condition) operation[name] = [...condition.values].sort();
  }
  const conditions = [...clause, ...others]
    .filter(
      condition =>
        !NAMED.some(name => name === condition.field) &&
        condition.test(seen) === undefined,
    )
    .map(({ field, values }) => `${field}: ${values.join(', ')}`);
  if (conditions.length > 0)
    operation.conditions = [...new Set(conditions)].sort();
  return operation;
}
