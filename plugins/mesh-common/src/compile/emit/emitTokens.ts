import type { JsonObject } from '@backstage/types';
import { groupBy } from '../../model/build/groupBy';
import type { JwtRequirement, Workload } from '../../model/types';
import { canonicalJson, type CompiledObject } from '../../objects';
import { gatewayOf } from '../gateways';
import { isAskable } from '../rules/routeRules';
import { effectAt, type Scope } from '../Scope';
import { nameOf, toObject, unique } from '../toObject';

/**
 * Whose tokens a workload believes. It refuses wrong ones, and nothing else:
 * that a token is there at all is asked by the rules for its routes, so the
 * two come and go together.
 */
export function emitTokens(scope: Scope, workload: Workload): CompiledObject[] {
  const { authorization } = effectAt(scope, workload);
  if (authorization !== 'enforced' || !workload.inMesh) {
    return [];
  }
  const asked = workload.expose.flatMap(({ jwt, gateway }) =>
    jwt && isAskable(jwt) && gatewayOf(scope.cluster, gateway) ? [jwt] : [],
  );
  if (asked.length === 0) {
    return [];
  }
  return [
    toObject(scope, {
      apiVersion: 'security.istio.io/v1',
      kind: 'RequestAuthentication',
      name: nameOf({ prefix: 'tokens-for-', workload }),
      namespace: workload.namespace,
      spec: {
        selector: { matchLabels: workload.selector },
        jwtRules: toJwtRules(asked),
      },
      workloads: [workload],
    }),
  ];
}

/** One per issuer and key set; any audience where one route asks for none. */
function toJwtRules(asked: readonly JwtRequirement[]): JsonObject[] {
  const issuers = groupBy(asked, ({ issuer, jwksUri }) =>
    canonicalJson([issuer, jwksUri ?? '']),
  );
  return [...issuers.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => {
      const [{ issuer, jwksUri }] = group;
      const audiences = group.every(jwt => jwt.audiences?.length)
        ? unique(group.flatMap(jwt => jwt.audiences ?? []))
        : [];
      return {
        issuer,
        ...(jwksUri && { jwksUri }),
        ...(audiences.length > 0 && { audiences }),
        // The workload reads for itself who calls.
        forwardOriginalToken: true,
      };
    });
}
