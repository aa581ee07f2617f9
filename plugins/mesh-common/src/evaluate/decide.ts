import type { RuleMatch } from './matchRules';
import type { Findings } from './findings';
import { isHttp } from './deriveSeen';
import type { Verdict } from './types';

/** The verdict of all layers: one refusal is enough, then one doubt. */
export function decide(findings: Findings): Verdict {
  const mtls = findings.transport.outcome;
  const refused =
    refuseByNetwork(findings) ??
    refuseByTokens(findings) ??
    refuseByAuthorization(findings) ??
    refuseByTransport(findings);
  if (refused) return { decision: 'deny', mtls, because: [], ...refused };
  const doubted =
    findings.network?.allowed === undefined && findings.network !== undefined;
  if (doubted) {
    return { decision: 'unknown', layer: 'network-policy', mtls, because: [] };
  }
  if (mtls === 'unknown') {
    return { decision: 'unknown', layer: 'transport', mtls, because: [] };
  }
  const { decision = 'allow', match } = findings.authorization ?? {};
  return decision === 'unknown'
    ? {
        decision,
        layer: 'authorization-policy',
        mtls,
        because: [],
        decidedBy: match && cite(match),
      }
    : {
        decision: 'allow',
        layer: 'none',
        mtls,
        because: [],
        decidedBy: match && cite(match),
        ...status(findings, 200),
      };
}

type Refusal = Pick<Verdict, 'layer' | 'decidedBy' | 'refusal' | 'httpStatus'>;

function refuseByNetwork({ network }: Findings): Refusal | undefined {
  if (network?.allowed !== false) return undefined;
  const { policies } =
    network.egress.allowed === false ? network.egress : network.ingress;
  const [policy] = policies;
  return {
    layer: 'network-policy',
    decidedBy: policy && {
      kind: 'NetworkPolicy',
      namespace: policy.namespace,
      name: policy.name,
    },
  };
}

function refuseByTransport({
  transport,
  malformed,
}: Findings): Refusal | undefined {
  if (malformed) {
    return { layer: 'transport', refusal: 'malformed-path', httpStatus: 400 };
  }
  if (transport.outcome !== 'refused') return undefined;
  return { layer: 'transport', refusal: transport.refusal };
}

function refuseByTokens(findings: Findings): Refusal | undefined {
  const { tokens } = findings;
  if (!tokens || tokens.passes) return undefined;
  return {
    layer: 'request-authentication',
    ...status(findings, tokens.status),
  };
}

function refuseByAuthorization(findings: Findings): Refusal | undefined {
  const { authorization } = findings;
  if (authorization?.decision !== 'deny') return undefined;
  return {
    layer: 'authorization-policy',
    decidedBy: authorization.match && cite(authorization.match),
    ...status(findings, 403),
  };
}

/** The proxy's answer, when it is one of HTTP. */
function status(
  { request }: Findings,
  httpStatus: number,
): Pick<Verdict, 'httpStatus'> {
  return isHttp(request) && request.http ? { httpStatus } : {};
}

function cite({ policy, rule }: RuleMatch): Verdict['decidedBy'] {
  const { namespace, name } = policy;
  return { kind: 'AuthorizationPolicy', namespace, name, rule: rule.index };
}
