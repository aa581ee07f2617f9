import type { AuthorizationResult } from './evaluateAuthorization';
import type { NetworkResult } from './evaluateNetworkPolicy';
import type { RuleMatch } from './matchRules';
import type { Findings } from './findings';
import { isHttp } from './deriveSeen';
import type { Verdict } from './types';

/** The verdict of all layers: one refusal is enough, then one doubt. */
export function decide(findings: Findings): Verdict {
  const { network, transport } = findings;
  const refused = refuse(findings);
  const mtls = transport.outcome;
  if (refused) {
    return { decision: 'deny', mtls, because: [], ...refused };
  }
  if (network && network.allowed === undefined) {
    return { decision: 'unknown', layer: 'network-policy', mtls, because: [] };
  }
  if (mtls === 'unknown') {
    return { decision: 'unknown', layer: 'transport', mtls, because: [] };
  }
  return decideByRules(findings);
}

function decideByRules(findings: Findings): Verdict {
  const { authorization, transport } = findings;
  const { decision = 'allow', match } = authorization ?? {};
  const allowed = decision !== 'unknown';
  const verdict: Verdict = {
    decision,
    layer: allowed ? 'none' : 'authorization-policy',
    mtls: transport.outcome,
    because: [],
    decidedBy: match && cite(match),
  };
  if (allowed && answersHttp(findings)) verdict.httpStatus = 200;
  return verdict;
}

function refuse(findings: Findings): Refusal | undefined {
  const { network, tokens, authorization, transport, malformed } = findings;
  if (network?.allowed === false) return refuseByNetwork(network);
  if (tokens && !tokens.passes) return refuseByTokens(findings, tokens.status);
  if (authorization?.decision === 'deny') {
    return refuseByAuthorization(findings, authorization);
  }
  if (malformed) {
    return { layer: 'transport', refusal: 'malformed-path', httpStatus: 400 };
  }
  return transport.outcome === 'refused'
    ? { layer: 'transport', refusal: transport.refusal }
    : undefined;
}

type Refusal = Pick<Verdict, 'layer' | 'decidedBy' | 'refusal' | 'httpStatus'>;

function refuseByNetwork({ egress, ingress }: NetworkResult): Refusal {
  const [policy] = (egress.allowed === false ? egress : ingress).policies;
  return {
    layer: 'network-policy',
    decidedBy: policy && {
      kind: 'NetworkPolicy',
      namespace: policy.namespace,
      name: policy.name,
    },
  };
}

function refuseByTokens(findings: Findings, status: number): Refusal {
  return {
    layer: 'request-authentication',
    ...(answersHttp(findings) && { httpStatus: status }),
  };
}

function refuseByAuthorization(
  findings: Findings,
  { match }: AuthorizationResult,
): Refusal {
  return {
    layer: 'authorization-policy',
    decidedBy: match && cite(match),
    ...(answersHttp(findings) && { httpStatus: 403 }),
  };
}

/** Whether the proxy's answer is one of HTTP. */
function answersHttp({ request }: Findings): boolean {
  return request.http !== undefined && isHttp(request);
}

function cite({ policy, rule }: RuleMatch): Verdict['decidedBy'] {
  const { namespace, name } = policy;
  return { kind: 'AuthorizationPolicy', namespace, name, rule: rule.index };
}
