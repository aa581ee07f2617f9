import type { LintContext, RuleFinding } from '../../types';
import { listGateways, listServers, selectorOf } from '../context/gateways';
import { relateGatewaySelectors } from '../context/gatewaySelectors';
import { formatLabels } from '../context/labels';
import { fullName } from '../context/objects';

/** Gateways without servers, for pods that no other Gateway gives servers. */
export function missingGatewayServers(context: LintContext): RuleFinding[] {
  const gateways = listGateways(context);
  const related = context.derive(relateGatewaySelectors);
  const serving = new Set(
    gateways
      .filter(gateway => listServers(gateway).length > 0)
      .map(gateway => formatLabels(selectorOf(gateway))),
  );
  return gateways
    .map(object => ({ object, text: formatLabels(selectorOf(object)) }))
    .filter(({ text }) => text !== '' && !serving.has(text))
    .filter(
      ({ text }) => ![...(related.get(text) ?? [])].some(t => serving.has(t)),
    )
    .map(({ object, text }) => ({
      object,
      path: 'spec/servers',
      message: `Gateway ${fullName(
        object,
      )} has no servers, and no other Gateway has any for pods with ${text}. Add a server, or delete the Gateway.`,
    }));
}
