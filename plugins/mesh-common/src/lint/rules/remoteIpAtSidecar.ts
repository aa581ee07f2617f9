import type { ObjectRule } from '../types';
import { isOurs } from './read/ours';
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
      !isFromGateway({ rule, path, isOwn: isOurs(context, policy.object) })
        ? `'${value}' in \`${field}\` is compared with what X-Forwarded-For says, and at a sidecar the caller writes that itself. Judge it at the gateway (with numTrustedProxies), and let only the gateway in here.`
        : undefined,
    ),
};

type Given = { rule: PolicyRule; path: string; isOwn: boolean };

/**
 * A gateway writes the header itself, where no other caller is let in. What
 * we write lets in the gateways of the configuration, whatever their names.
 */
function isFromGateway({ rule, path, isOwn }: Given): boolean {
  const { sources } = rule;
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
        (isOwn || names.every(name => /ingress|egressgateway/.test(name)))
      );
    })
  );
}
