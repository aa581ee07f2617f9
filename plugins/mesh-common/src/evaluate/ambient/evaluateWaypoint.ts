import { deriveSeen, identitiesOf, isHttp } from '../deriveSeen';
import { evaluateAuthorization } from '../evaluateAuthorization';
import type { Proxy } from '../policyTarget';
import {
  selectAuthorizationPolicies,
  selectRequestAuthentications,
} from '../selectPolicies';
import type { CallParty, CallRequest, Verdict } from '../types';
import { verifyTokens } from '../verifyTokens';
import type { WorldIndex } from '../worldIndex';

/**
 * What a waypoint says: policies that refer to it, to its class or to the
 * Service that is called, judged on the identity of the caller.
 */
export function evaluateWaypoint(
  index: WorldIndex,
  request: CallRequest,
  waypoint: CallParty & { gatewayName: string },
): Verdict {
  const proxy: Proxy = {
    namespace: waypoint.namespace,
    labels: waypoint.labels,
    waypointFor: servicesOf(request),
  };
  const where = `At waypoint ${waypoint.namespace}/${waypoint.gatewayName}`;
  const http = isHttp(request) ? request.http : undefined;
  const tokens =
    http && verifyTokens(selectRequestAuthentications(index, proxy), http);
  if (tokens && !tokens.passes) {
    return {
      decision: 'deny',
      layer: 'request-authentication',
      mtls: 'mutual-tls',
      httpStatus: tokens.status,
      because: [`${where}: the token is refused: ${tokens.why}.`],
    };
  }
  const seen = deriveSeen(index.options, request, {
    mtls: true,
    identities: identitiesOf(index.options, request.source),
    verified: tokens,
  });
  const { decision, match } = evaluateAuthorization(
    selectAuthorizationPolicies(index, proxy),
    seen,
    {
      answer: request.externalAuthorizer,
      providers: index.options.externalAuthorizers,
    },
  );
  const status = decision === 'allow' ? 200 : 403;
  const cited = match && `${match.policy.namespace}/${match.policy.name}`;
  const none = decision === 'deny' ? 'allows it' : 'forbids it';
  return {
    decision,
    layer: decision === 'allow' ? 'none' : 'authorization-policy',
    mtls: 'mutual-tls',
    decidedBy: match && {
      kind: 'AuthorizationPolicy',
      namespace: match.policy.namespace,
      name: match.policy.name,
      rule: match.rule.index,
    },
    ...(http && decision !== 'unknown' ? { httpStatus: status } : {}),
    because: [
      cited
        ? `${where}: AuthorizationPolicy ${cited} decides.`
        : `${where}: no AuthorizationPolicy ${none}.`,
    ],
  };
}

function servicesOf({ destination }: CallRequest): Proxy['waypointFor'] {
  const [name = '', namespace = ''] = (destination.service ?? '').split('.');
  return destination.addressedBy === 'pod' || name === ''
    ? []
    : [{ kind: 'Service', name, namespace }];
}
