import { toLabels, toRecord, toText } from '../../evaluate/readJson';
import { isInLabels } from '../rules/read/LabelIndex';
import { listPolicies, listValues } from '../rules/read/policies';
import { isGatewayTarget } from '../rules/read/policyIndex';
import type { LintContext, ObjectRule, RuleFinding } from '../types';

const addressFields = new Set(['ipBlocks', 'source.ip']);

/** Without `Local` the node's address stands in for the client's. */
export const gatewaySourceAddress: ObjectRule = {
  code: 'MW3011',
  severity: 'error',
  summary: 'Gateways that judge addresses see the address of the client',
  aliases: ['SEG-GW-TRAFFIC-POLICY'],
  check: context =>
    listPolicies(context)
      .filter(
        policy =>
          isGatewayTarget(policy) &&
          listValues(policy).some(({ field }) => addressFields.has(field)),
      )
      .flatMap(({ namespace, name, target }) =>
        findServices(context, namespace, target.matchLabels ?? {}).map(
          (object): RuleFinding => ({
            object,
            path: 'spec/externalTrafficPolicy',
            message: `AuthorizationPolicy '${name}' judges the addresses of clients at this gateway, but without externalTrafficPolicy: Local the gateway sees addresses of nodes. Set it to Local.`,
          }),
        ),
      ),
};

function findServices(
  context: LintContext,
  namespace: string,
  labels: Record<string, string>,
) {
  return context.ofKind('Service').filter(({ metadata, spec }) => {
    const { type, externalTrafficPolicy, selector } = toRecord(spec);
    const isOutside = type === 'LoadBalancer' || type === 'NodePort';
    return (
      metadata.namespace === namespace &&
      isOutside &&
      toText(externalTrafficPolicy) !== 'Local' &&
      isInLabels(labels, toLabels(selector))
    );
  });
}
