import type { LintContext, RuleFinding } from '../../types';
import { listGatewayCredentials } from '../context/gatewayCredentials';
import { core, fullName } from '../context/objects';

/**
 * Secrets that Gateways name and that are not there. Where no Secret is known
 * at all, nobody was allowed to read them.
 */
export function missingCredentials(context: LintContext): RuleFinding[] {
  if (core(context, 'Secret').length === 0) return [];
  return context
    .derive(listGatewayCredentials)
    .filter(({ secret }) => !secret)
    .map(({ gateway, path, fullName: secret }) => ({
      object: gateway,
      path,
      message: `${path} of Gateway ${fullName(
        gateway,
      )} means Secret ${secret}, and there is none. Create it in the namespace of the gateway's pods, or correct the name.`,
    }));
}
