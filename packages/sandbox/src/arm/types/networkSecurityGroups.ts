import { refuse } from '../ArmError';
import { type JsonObject, listAt, objectAt, textAt } from '../core/json';
import type { ResourceType, WriteContext } from '../core/ResourceType';
import { DEFAULT_RULES } from './defaultSecurityRules';
import { NETWORK_VERSIONS } from './networkVersions';
import { usersOf } from './references';

const ENUMS = {
  direction: ['Inbound', 'Outbound'],
  access: ['Allow', 'Deny'],
  protocol: ['Tcp', 'Udp', 'Icmp', 'Esp', 'Ah', '*'],
};

/** `Microsoft.Network/networkSecurityGroups`; rules that are left out go. */
export const networkSecurityGroups: ResourceType = {
  type: 'Microsoft.Network/networkSecurityGroups',
  apiVersions: NETWORK_VERSIONS,
  location: 'region',
  etag: 'etag',
  isWeak: true,
  namePattern: /^[A-Za-z0-9]([\w.-]{0,78}\w)?$/,
  form: 'async',
  seconds: { create: 4, update: 4, delete: 5 },
  write: writeGroup,
  checkDelete(world, resource) {
    const users = usersOf(world, resource.id, {
      types: ['Microsoft.Network/virtualNetworks/subnets'],
    });
    if (users.length > 0) {
      throw refuse(
        400,
        'InUseNetworkSecurityGroupCannotBeDeleted',
        `Network security group ${
          resource.id
        } cannot be deleted because it is in use by the following resources: ${users
          .map(one => one.id)
          .join(
            ', ',
          )}. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
      );
    }
  },
};

function writeGroup({ world, id, body, live }: WriteContext) {
  const properties = objectAt(body, 'properties');
  const rules = listAt(properties, 'securityRules');
  rules.forEach(rule => checkRule(id, rule));
  checkPriorities(id, rules);
  return {
    body: {
      ...body,
      properties: {
        ...properties,
        resourceGuid:
          objectAt(live?.body, 'properties').resourceGuid ?? world.newId(),
        securityRules: rules.map(rule => fillRule(id, rule)),
        defaultSecurityRules: DEFAULT_RULES.map(rule => fillRule(id, rule)),
      },
    },
  };
}

function fillRule(id: string, rule: JsonObject): JsonObject {
  const name = textAt(rule, 'name');
  const isDefault = DEFAULT_RULES.includes(rule);
  return {
    ...rule,
    id: `${id}/${isDefault ? 'defaultSecurityRules' : 'securityRules'}/${name}`,
    type: 'Microsoft.Network/networkSecurityGroups/securityRules',
    properties: {
      provisioningState: 'Succeeded',
      destinationAddressPrefixes: [],
      destinationPortRanges: [],
      sourceAddressPrefixes: [],
      sourcePortRanges: [],
      ...objectAt(rule, 'properties'),
    },
  };
}

function checkRule(id: string, rule: JsonObject): void {
  const name = textAt(rule, 'name');
  const at = `${id}/securityRules/${name}`;
  for (const [field, allowed] of Object.entries(ENUMS)) {
    const value = textAt(rule, `properties.${field}`) ?? '';
    if (!allowed.some(one => one.toLowerCase() === value.toLowerCase())) {
      throw refuse(
        400,
        'InvalidRequestFormat',
        `Cannot parse the request: '${value}' is no ${field} of ${at}.`,
      );
    }
  }
  const { priority, ...fields } = objectAt(rule, 'properties');
  if (
    !Number.isInteger(priority) ||
    Number(priority) < 100 ||
    Number(priority) > 4096
  ) {
    throw refuse(
      400,
      'SecurityRuleInvalidPriority',
      `Security rule has invalid Priority. Value provided: ${String(
        priority,
      )} Allowed range 100-4096. Rule: ${at}.`,
    );
  }
  for (const field of [
    'sourceAddressPrefix',
    'destinationAddressPrefix',
    'sourcePortRange',
    'destinationPortRange',
  ]) {
    checkEither(at, field, fields);
  }
}

/** A prefix, or a list of them, or application security groups. */
function checkEither(at: string, field: string, rule: JsonObject): void {
  const many = rule[field.endsWith('Prefix') ? `${field}es` : `${field}s`];
  const hasMany = Array.isArray(many) && many.length > 0;
  const groups =
    rule[field.replace('AddressPrefix', 'ApplicationSecurityGroups')];
  if (rule[field] === undefined && !hasMany && groups === undefined) {
    throw refuse(
      400,
      'SecurityRuleParameterNotSpecified',
      `Required security rule parameters are missing for security rule with Id: ${at}. Security rule must specify ${field}.`,
    );
  }
  if (rule[field] !== undefined && hasMany) {
    throw refuse(
      400,
      'SecurityRuleParameterContainsBoth',
      `Security rule ${at} cannot specify both ${field} and its list.`,
    );
  }
}

function checkPriorities(id: string, rules: JsonObject[]): void {
  const seen = new Map<string, unknown>();
  for (const rule of rules) {
    const { direction, priority } = objectAt(rule, 'properties');
    const key = `${String(direction).toLowerCase()} ${priority}`;
    if (seen.has(key)) {
      throw refuse(
        400,
        'SecurityRuleConflict',
        `Security rule ${rule.name} conflicts with rule ${seen.get(
          key,
        )}. Rules cannot have the same Priority and Direction. Group: ${id}.`,
      );
    }
    seen.set(key, rule.name);
  }
}
