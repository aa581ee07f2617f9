import type { LintContext, RuleFinding } from '../../types';
import { listGatewayReferences } from '../context/gatewayReferences';
import { fullName } from '../context/objects';

/** Gateways that VirtualServices name and that are not there. */
export function missingGateways(context: LintContext): RuleFinding[] {
  return context
    .derive(listGatewayReferences)
    .filter(({ isInternal, gateway }) => !isInternal && !gateway)
    .map(({ object, path, fullName: gateway }) => ({
      object,
      path,
      message: `${path} of VirtualService ${fullName(
        object,
      )} means Gateway ${gateway}, and there is none. Correct the name; a Gateway in another namespace is named 'namespace/name'.`,
    }));
}
