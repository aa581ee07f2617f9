import { evaluateAmbient } from './ambient/evaluateAmbient';
import { deriveSeen, isHttp } from './deriveSeen';
import { evaluateAuthorization } from './evaluateAuthorization';
import { evaluateNetworkPolicy, toEndpoint } from './evaluateNetworkPolicy';
import { evaluateTransport, isProxyPort } from './evaluateTransport';
import { explain } from './explain';
import type { Findings } from './findings';
import type { World } from './indexWorld';
import {
  selectAuthorizationPolicies,
  selectRequestAuthentications,
} from './selectPolicies';
import { decide } from './decide';
import type { CallRequest, Verdict } from './types';
import { verifyTokens } from './verifyTokens';
import type { WorldIndex } from './worldIndex';

/**
 * Answers whether a call may happen, by NetworkPolicy, mutual TLS,
 * RequestAuthentication and AuthorizationPolicy together. The steps of the
 * reasoning are put into words only when asked for.
 *
 * @public
 */
export function evaluate(
  world: World,
  request: CallRequest,
  options: { explain?: boolean } = {},
): Verdict {
  if (request.destination.ambient) {
    const verdict = evaluateAmbient(world.index, request);
    return options.explain ? verdict : { ...verdict, because: [] };
  }
  const findings = examine(world.index, request);
  const verdict = decide(findings);
  return options.explain
    ? { ...verdict, because: explain(world.options, findings) }
    : verdict;
}

function examine(index: WorldIndex, request: CallRequest): Findings {
  const network =
    index.options.policyEngine === false
      ? undefined
      : evaluateNetworkPolicy(index.network, {
          source: toEndpoint(request.source),
          destination: toEndpoint(request.destination),
          port: request.destination.port,
        });
  const transport = evaluateTransport(index, request);
  const findings: Findings = { request, network, transport, policies: [] };
  return isJudged(findings)
    ? { ...findings, ...authorize(index, findings) }
    : findings;
}

/**
 * Whether policies of the server's proxy are asked. TLS that it does not end
 * is bytes like any other to the policies of a TCP port.
 */
function isJudged({ request, transport }: Findings): boolean {
  if (!request.destination.inMesh || isProxyPort(request)) return false;
  return transport.outcome === 'refused'
    ? transport.refusal === 'tls-to-plaintext' && !isHttp(request)
    : transport.outcome !== 'unknown';
}

function authorize(
  index: WorldIndex,
  { request, transport }: Findings,
): Pick<
  Findings,
  'policies' | 'seen' | 'tokens' | 'authorization' | 'malformed'
> {
  const { destination, http, externalAuthorizer } = request;
  const tokens =
    isHttp(request) && http
      ? verifyTokens(selectRequestAuthentications(index, destination), http)
      : undefined;
  const seen = deriveSeen(index.options, request, {
    mtls: transport.outcome === 'mutual-tls',
    verified: tokens?.passes ? tokens : undefined,
  });
  const malformed =
    seen.http?.path === undefined && request.http?.path !== undefined;
  if (seen.http && malformed) return { policies: [], malformed };
  if (tokens && !tokens.passes) return { policies: [], tokens };
  const policies = selectAuthorizationPolicies(index, destination);
  return {
    policies,
    seen,
    tokens,
    authorization: evaluateAuthorization(policies, seen, {
      answer: externalAuthorizer,
      providers: index.options.externalAuthorizers,
    }),
  };
}
