import type { LintContext, RuleFinding } from '../../types';
import { listGateways, selectorOf } from '../context/gateways';
import { formatLabels } from '../context/labels';
import { fullName } from '../context/objects';
import { indexPods } from '../context/pods';

/** Gateways whose selector means no pod: nobody listens for them. */
export function missingGatewayPods(context: LintContext): RuleFinding[] {
  const pods = context.derive(indexPods);
  return listGateways(context)
    .filter(gateway => !pods.first(selectorOf(gateway)))
    .map(object => ({
      object,
      path: 'spec/selector',
      message: `No pod has the labels that spec/selector of Gateway ${fullName(
        object,
      )} asks for (${formatLabels(
        selectorOf(object),
      )}), so nothing listens for it. Use the labels of the pods of a gateway.`,
    }));
}
