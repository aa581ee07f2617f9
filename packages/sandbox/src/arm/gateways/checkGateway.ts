import { refuse } from '../ArmError';
import { type JsonObject, listAt, objectAt, textAt } from '../core/json';
import type { WriteContext } from '../core/ResourceType';
import type { World } from '../core/World';
import { requireReady } from '../types/references';
import { checkParts } from './checkParts';

/** Lists of children, and whether there must be some. */
export const CHILDREN: Record<string, boolean> = {
  gatewayIPConfigurations: true,
  frontendIPConfigurations: true,
  frontendPorts: true,
  backendAddressPools: true,
  backendHttpSettingsCollection: true,
  httpListeners: true,
  requestRoutingRules: true,
  probes: false,
  redirectConfigurations: false,
  sslCertificates: false,
  trustedRootCertificates: false,
  urlPathMaps: false,
  rewriteRuleSets: false,
  sslProfiles: false,
  authenticationCertificates: false,
};

/** All that Azure refuses of a gateway. */
export function checkGateway(context: WriteContext): void {
  const { world, id, body } = context;
  const properties = objectAt(body, 'properties');
  checkSku(id, properties);
  for (const [kind, isRequired] of Object.entries(CHILDREN)) {
    if (isRequired && listAt(properties, kind).length === 0) {
      throw refuse(
        400,
        'ApplicationGatewayPropertyMissing',
        `Application Gateway ${id} must have at least one of ${kind}.`,
      ).at(kind);
    }
  }
  checkAround(world, { id, properties });
  checkOwnIds(id, properties);
  checkParts(id, properties);
}

function checkSku(id: string, properties: JsonObject): void {
  const tier = textAt(properties, 'sku.tier') ?? '';
  const name = textAt(properties, 'sku.name') ?? '';
  if (!['Standard_v2', 'WAF_v2', 'Basic'].includes(tier) || name !== tier) {
    throw refuse(
      400,
      'ApplicationGatewaySkuNotSupported',
      `Application Gateway ${id} has the SKU ${name} of tier ${tier}, which is not supported.`,
    );
  }
  const hasPolicy =
    textAt(properties, 'firewallPolicy.id') ??
    properties.webApplicationFirewallConfiguration;
  if (tier === 'WAF_v2' && hasPolicy === undefined) {
    throw refuse(
      400,
      'ApplicationGatewayFirewallNotConfiguredForSelectedSku',
      `The application gateway ${id} with SKU tier WAF_v2 must have a valid WAF policy or configuration.`,
    );
  }
  if (tier !== 'WAF_v2' && hasPolicy !== undefined) {
    throw refuse(
      400,
      'ApplicationGatewayFirewallCannotBeConfiguredForSelectedSku',
      `Application Gateway ${id} with SKU tier ${tier} cannot have a firewall policy.`,
    );
  }
  const scale = objectAt(properties, 'autoscaleConfiguration');
  const capacity = objectAt(properties, 'sku').capacity;
  if (Object.keys(scale).length > 0 === (capacity !== undefined)) {
    throw refuse(
      400,
      'ApplicationGatewayCapacityInvalid',
      `Application Gateway ${id} must have either sku.capacity or autoscaleConfiguration.`,
    );
  }
}

const OUTSIDE: Array<[string, string, string]> = [
  ['gatewayIPConfigurations', 'subnet', 'virtualNetworks/subnets'],
  ['frontendIPConfigurations', 'subnet', 'virtualNetworks/subnets'],
  ['frontendIPConfigurations', 'publicIPAddress', 'publicIPAddresses'],
  [
    'httpListeners',
    'firewallPolicy',
    'ApplicationGatewayWebApplicationFirewallPolicies',
  ],
];

/** Subnets, addresses and policies must be there, and ready. */
function checkAround(
  world: World,
  { id, properties }: { id: string; properties: JsonObject },
): void {
  for (const [kind, field, type] of OUTSIDE) {
    for (const child of listAt(properties, kind)) {
      const other = textAt(child, `properties.${field}.id`);
      if (other) {
        requireReady(world, {
          id: other,
          type: `Microsoft.Network/${type}`,
          by: id,
        });
      }
    }
  }
  const policy = textAt(properties, 'firewallPolicy.id');
  if (policy) {
    const type =
      'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies';
    requireReady(world, { id: policy, type, by: id });
  }
}

/** Ids that point into the gateway itself must hit one of its children. */
function checkOwnIds(id: string, properties: JsonObject): void {
  const known = new Set(
    Object.keys(CHILDREN).flatMap(kind =>
      listAt(properties, kind).map(({ name }) =>
        `${id}/${kind}/${name}`.toLowerCase(),
      ),
    ),
  );
  for (const kind of Object.keys(CHILDREN)) {
    for (const child of listAt(properties, kind)) {
      for (const value of Object.values(objectAt(child, 'properties'))) {
        checkId(id, known, { from: `${id}/${kind}/${child.name}`, value });
      }
    }
  }
}

function checkId(
  id: string,
  known: Set<string>,
  options: { from: string; value: unknown },
): void {
  const values = Array.isArray(options.value) ? options.value : [options.value];
  for (const one of values) {
    const target = textAt(one, 'id');
    const isOwn = target?.toLowerCase().startsWith(`${id.toLowerCase()}/`);
    const isGateway = target?.toLowerCase().includes('/applicationgateways/');
    if (target && isGateway && !(isOwn && known.has(target.toLowerCase()))) {
      throw refuse(
        400,
        'InvalidResourceReference',
        `Resource ${target} referenced by resource ${options.from} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
      );
    }
  }
}
