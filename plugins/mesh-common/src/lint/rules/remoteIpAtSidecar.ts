import type { ObjectRule } from '../types';
import { checkValues, valuesOf, type PolicyRule } from './read/policies';
import { isGatewayTarget } from './read/policyIndex';

/** X-Forwarded-For is written by the caller, but for trusted gateways. */
export const remoteIpAtSidecar: ObjectRule = {
  code: 'MW2029',
  severity: 'warning',
  summary: 'Addresses of remote clients are judged at gateways',
  aliases: ['SEG-REMOTE-IP'],
  check: context =>
    checkValues(context, ({ field, value, policy, rule, path }) =>
      (field === 'remoteIpBlocks' || field === 'remote.ip') &&
      !isGatewayTarget(policy) &&
      !isFromGateway(rule, path)
        ? `'${value}' in \`${field}\` is compared with what X-Forwarded-For says, and at a sidecar the caller writes that itself. Judge it at the gateway (with numTrustedProxies), and let only the gateway in here.`
        : undefined,
    ),
};

/** A gateway writes the header itself, where no other caller is let in. */
function isFromGateway({ sources }: PolicyRule, path: string): boolean {
  const own = sources.filter(part => path.startsWith(`${part.path}/`));
  const asked = own.length > 0 ? own : sources;
  return (
    asked.length > 0 &&
    asked.every(part => {
      const names = ['principals', 'serviceAccounts', 'namespaces'].flatMap(
        field => valuesOf(part, field),
      );
      return (
        names.length > 0 &&
        names.every(name => /ingress|egressgateway/.test(name))
      );
    })
  );
}
