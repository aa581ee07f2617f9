import type { JsonObject } from '@backstage/types';
import { type Desired, SECONDS } from '../Desired';
import { nameOf } from '../ids';
import type { PlanContext } from '../PlanContext';
import { buildGatewayProperties } from './buildGatewayProperties';

/** The way in from the internet. */
export function buildEdge(context: PlanContext): Desired[] {
  const { spec } = context;
  return spec.edge
    ? [
        buildFirewall(context, spec.edge.waf),
        buildPublicAddress(context),
        buildGateway(context),
      ]
    : [];
}

function buildFirewall(
  { spec, ids, tags }: PlanContext,
  mode: string,
): Desired {
  return {
    step: 'firewall',
    title: `Firewall policy ${nameOf(ids.firewall)}`,
    type: 'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies',
    id: ids.firewall,
    body: {
      location: spec.region,
      tags,
      properties: {
        policySettings: { state: 'Enabled', mode, requestBodyCheck: true },
        managedRules: {
          managedRuleSets: [
            {
              ruleSetType: 'Microsoft_DefaultRuleSet',
              ruleSetVersion: '2.1',
            },
            {
              ruleSetType: 'Microsoft_BotManagerRuleSet',
              ruleSetVersion: '1.1',
            },
          ],
        },
      },
    },
    dependsOn: ['group'],
    answers: ['edge.waf'],
    seconds: SECONDS.quick,
    reason: 'An application gateway with a firewall needs a policy.',
  };
}

function buildPublicAddress({ spec, ids, tags }: PlanContext): Desired {
  return {
    step: 'public-address',
    title: `Public address ${nameOf(ids.publicAddress)}`,
    type: 'Microsoft.Network/publicIPAddresses',
    id: ids.publicAddress,
    body: {
      location: spec.region,
      tags,
      sku: { name: 'Standard', tier: 'Regional' },
      ...withZones(spec.kubernetes.zones),
      properties: {
        publicIPAllocationMethod: 'Static',
        publicIPAddressVersion: 'IPv4',
      },
    },
    dependsOn: ['group'],
    answers: ['edge', 'kubernetes.zones'],
    seconds: SECONDS.quick,
    reason: 'Names of public hosts lead to it.',
  };
}

function buildGateway(context: PlanContext): Desired {
  const { spec, ids, tags } = context;
  return {
    step: 'gateway',
    title: `Application gateway ${nameOf(ids.gateway)}`,
    type: 'Microsoft.Network/applicationGateways',
    id: ids.gateway,
    body: {
      location: spec.region,
      tags,
      ...withZones(spec.kubernetes.zones),
      identity: {
        type: 'UserAssigned',
        userAssignedIdentities: { [ids.gatewayIdentity]: {} },
      },
      properties: buildGatewayProperties(context),
    },
    // Not the cluster: its gateway's address is planned, not found.
    dependsOn: [
      'network',
      'public-address',
      'firewall',
      'identity/gateway',
      'role/certificate',
    ],
    answers: ['edge', 'network.ingressAddress', 'kubernetes.zones'],
    seconds: SECONDS.gateway,
    reason:
      'Lets public hosts, and no others, through to the internal gateway.',
  };
}

function withZones(zones: string[]): JsonObject {
  return zones.length > 0 ? { zones } : {};
}
