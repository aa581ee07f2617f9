import type { ObjectRule } from '../types';
import { checkValues } from './read/policies';
import { isGatewayTarget } from './read/policyIndex';

/** X-Forwarded-For is written by the caller, but for trusted gateways. */
export const remoteIpAtSidecar: ObjectRule = {
  code: 'MW2029',
  severity: 'warning',
  summary: 'Addresses of remote clients are judged at gateways',
  aliases: ['SEG-REMOTE-IP'],
  check: context =>
    checkValues(context, ({ field, value, policy }) =>
      (field === 'remoteIpBlocks' || field === 'remote.ip') &&
      !isGatewayTarget(policy)
        ? `'${value}' in \`${field}\` is compared with what X-Forwarded-For says, and at a sidecar the caller writes that itself. Judge it at the gateway (with numTrustedProxies), and let only the gateway in here.`
        : undefined,
    ),
};
