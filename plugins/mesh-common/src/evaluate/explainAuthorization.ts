import type { CompiledPolicy } from './compilePolicy';
import type { CompiledRule, Condition } from './compileRule';
import { describeParty, describeSeen, listValues } from './describe';
import type { Findings } from './findings';
import { listObstacles, type RuleMatch } from './matchRules';
import type { Seen } from './seen';

const SHOWN_CANDIDATES = 8;

/** What tokens and AuthorizationPolicies say. */
export function explainAuthorization(findings: Findings): string[] {
  return [
    ...explainTokens(findings),
    ...explainDecision(findings),
    ...explainDryRun(findings.policies),
  ];
}

function explainTokens({ tokens, malformed, request }: Findings): string[] {
  if (malformed) {
    return ['The proxy answers 400: the path is malformed.'];
  }
  if (tokens && !tokens.passes) {
    return [`The token is refused with ${tokens.status}: ${tokens.why}.`];
  }
  const given = request.http?.claims ?? request.http?.tokens?.[0];
  if (tokens && given && !tokens.claims) {
    return [
      'The token is not looked at: no RequestAuthentication for this workload reads it.',
    ];
  }
  return [];
}

function explainDecision(findings: Findings): string[] {
  const { authorization, request } = findings;
  if (!authorization) return [];
  const { decision, reason, match } = authorization;
  const cited = match && cite(match);
  switch (reason) {
    case 'no-policy':
      return [
        `No ALLOW policy is for ${describeParty(
          request.destination,
        )}, so what no DENY policy fits is let through.`,
      ];
    case 'none-matched':
      return ['No ALLOW policy fits:', ...explainCandidates(findings)];
    case 'custom':
      return [
        decision === 'deny'
          ? `${cited} asks the external authorizer ${match?.policy.provider}, which refuses.`
          : `${cited} asks the external authorizer ${match?.policy.provider}: the answer is not known.`,
      ];
    case 'custom-broken':
      return [
        `${cited} asks an external authorizer that the mesh does not know, or a second one: what fits is denied.`,
      ];
    default:
      return match ? [explainMatch(findings, match, decision)] : [];
  }
}

function explainMatch(
  { seen }: Findings,
  match: RuleMatch,
  decision: string,
): string {
  const action = match.policy.action === 'DENY' ? 'denies' : 'allows';
  if (decision !== 'unknown') return `${cite(match)} ${action} it.`;
  const open = seen ? listObstacles(match.rule, seen) : [];
  const fields = listValues([...new Set(open.map(({ field }) => field))]);
  return `Whether ${cite(
    match,
  )} ${action} it depends on ${fields}, which the question leaves open.`;
}

function explainCandidates(findings: Findings): string[] {
  const { policies, seen } = findings;
  if (!seen) return [];
  const candidates = policies
    .filter(policy => policy.action === 'ALLOW' && !policy.dryRun)
    .flatMap(policy => explainPolicy(policy, seen, findings));
  const more = candidates.length - SHOWN_CANDIDATES;
  return more > 0
    ? [...candidates.slice(0, SHOWN_CANDIDATES), `and ${more} more rules.`]
    : candidates;
}

function explainPolicy(
  policy: CompiledPolicy,
  seen: Seen,
  findings: Findings,
): string[] {
  if (policy.rules.length === 0) {
    return [
      `AuthorizationPolicy ${policy.namespace}/${policy.name} has no rules: it allows nothing.`,
    ];
  }
  return policy.rules.map(
    rule => `${cite({ policy, rule })}: ${explainRule(rule, seen, findings)}.`,
  );
}

function explainRule(
  rule: CompiledRule,
  seen: Seen,
  { request, transport }: Findings,
): string {
  if (rule.skipped !== undefined) {
    return `Istio leaves the rule out (${rule.skipped})`;
  }
  if (!seen.http && rule.http) {
    return 'it has conditions that exist on HTTP only, so it does not count on a TCP port';
  }
  const [obstacle] = listObstacles(rule, seen);
  if (!obstacle) return 'it does not fit';
  const mtls = transport.outcome === 'mutual-tls';
  const found = describeSeen(obstacle.field, request, mtls);
  return describeObstacle(obstacle) + (found ? `, and ${found}` : '');
}

function describeObstacle({ field, values }: Condition): string {
  const negated = /^not[A-Z]| notValues$/.test(field);
  const name = field.replace(/ notValues$/, '');
  return `${name} must ${negated ? 'be none' : 'be one'} of ${listValues(
    values,
  )}`;
}

function explainDryRun(policies: readonly CompiledPolicy[]): string[] {
  const names = policies
    .filter(policy => policy.dryRun)
    .map(({ namespace, name }) => `${namespace}/${name}`);
  return names.length > 0
    ? [`Not enforced, dry run only: ${listValues(names)}.`]
    : [];
}

function cite({ policy, rule }: RuleMatch): string {
  return `AuthorizationPolicy ${policy.namespace}/${policy.name}, rule ${rule.index}`;
}
