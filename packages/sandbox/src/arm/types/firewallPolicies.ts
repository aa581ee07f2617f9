import { refuse } from '../ArmError';
import { listAt, mergeJson, objectAt, textAt } from '../core/json';
import type { ResourceType, WriteContext } from '../core/ResourceType';
import { NETWORK_VERSIONS } from './networkVersions';
import { usersOf } from './references';

const RULE_SETS: Record<string, string[]> = {
  microsoft_defaultruleset: ['2.1', '2.2'],
  microsoft_botmanagerruleset: ['1.0', '1.1'],
  microsoft_httpddosruleset: ['1.0'],
  owasp: ['3.0', '3.1', '3.2'],
};

/** `Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies`. */
export const firewallPolicies: ResourceType = {
  type: 'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies',
  apiVersions: NETWORK_VERSIONS,
  location: 'region',
  etag: 'etag',
  isWeak: true,
  namePattern: /^[A-Za-z0-9][\w.-]{0,127}$/,
  form: 'async',
  seconds: { create: 5, update: 5, delete: 5 },
  write: writePolicy,
  checkDelete(world, resource) {
    const [user] = usersOf(world, resource.id, {
      types: ['Microsoft.Network/applicationGateways'],
    });
    if (user) {
      throw refuse(
        400,
        'ApplicationGatewayFirewallPolicyCannotBeDeleted',
        `Application Gateway Firewall Policy ${resource.id} cannot be deleted because it is in use by ${user.id}.`,
      );
    }
  },
};

function writePolicy({ body, id }: WriteContext) {
  const properties = objectAt(body, 'properties');
  const sets = listAt(properties, 'managedRules.managedRuleSets');
  if (sets.length === 0) {
    throw refuse(
      400,
      'ApplicationGatewayFirewallPolicyManagedRulesRequired',
      `Application Gateway Firewall Policy ${id} must have a managed rule set.`,
    );
  }
  for (const set of sets) {
    const name = textAt(set, 'ruleSetType') ?? '';
    const version = textAt(set, 'ruleSetVersion') ?? '';
    if (!RULE_SETS[name.toLowerCase()]?.includes(version)) {
      throw refuse(
        400,
        'ApplicationGatewayFirewallUnknownRuleSet',
        `Application Gateway Firewall Policy ${id} has the rule set ${name} ${version}, which is not known.`,
      );
    }
  }
  const mode = textAt(properties, 'policySettings.mode') ?? 'Detection';
  if (!['Prevention', 'Detection'].includes(mode)) {
    throw refuse(
      400,
      'InvalidRequestFormat',
      `Cannot parse the request: '${mode}' is no mode of a firewall policy.`,
    );
  }
  const size = objectAt(properties, 'policySettings').maxRequestBodySizeInKb;
  if (size !== undefined && !(Number(size) >= 8 && Number(size) <= 2000)) {
    throw refuse(
      400,
      'ApplicationGatewayFirewallInvalidMaxRequestBodySize',
      `maxRequestBodySizeInKb of ${id} must be from 8 to 2000.`,
    );
  }
  const defaults = {
    customRules: [],
    managedRules: { exclusions: [] },
    policySettings: {
      state: 'Enabled',
      mode: 'Detection',
      requestBodyCheck: true,
      maxRequestBodySizeInKb: 128,
      fileUploadLimitInMb: 100,
      requestBodyEnforcement: true,
      requestBodyInspectLimitInKB: 128,
      fileUploadEnforcement: true,
    },
    resourceState: 'Enabled',
  };
  return { body: { ...body, properties: mergeJson(defaults, properties) } };
}
