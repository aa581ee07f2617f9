import type { JsonObject } from '../core/json';

function defaultRule(
  name: string,
  [priority, direction, access]: [number, string, string],
  [source, destination]: [string, string],
): JsonObject {
  return {
    name,
    properties: {
      description: name,
      ...{ priority, direction, access, protocol: '*' },
      ...{ sourcePortRange: '*', destinationPortRange: '*' },
      sourceAddressPrefix: source,
      destinationAddressPrefix: destination,
    },
  };
}

/** Rules that every group has. */
export const DEFAULT_RULES = [
  defaultRule(
    'AllowVnetInBound',
    [65_000, 'Inbound', 'Allow'],
    ['VirtualNetwork', 'VirtualNetwork'],
  ),
  defaultRule(
    'AllowAzureLoadBalancerInBound',
    [65_001, 'Inbound', 'Allow'],
    ['AzureLoadBalancer', '*'],
  ),
  defaultRule('DenyAllInBound', [65_500, 'Inbound', 'Deny'], ['*', '*']),
  defaultRule(
    'AllowVnetOutBound',
    [65_000, 'Outbound', 'Allow'],
    ['VirtualNetwork', 'VirtualNetwork'],
  ),
  defaultRule(
    'AllowInternetOutBound',
    [65_001, 'Outbound', 'Allow'],
    ['*', 'Internet'],
  ),
  defaultRule('DenyAllOutBound', [65_500, 'Outbound', 'Deny'], ['*', '*']),
];
