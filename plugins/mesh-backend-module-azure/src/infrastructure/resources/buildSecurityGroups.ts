import type { JsonObject } from '@backstage/types';
import { type Desired, SECONDS } from '../Desired';
import { nameOf } from '../ids';
import type { PlanContext } from '../PlanContext';

const HEALTH_PORT = '15021';

type Rule = {
  name: string;
  priority: number;
  access: 'Allow' | 'Deny';
  from: string | string[];
  to: string;
  ports: string[];
  protocol?: string;
};

/**
 * Rules of the subnets. None is on that of the load balancer's frontend,
 * where it would filter nothing: packets are filtered where the nodes are.
 */
export function buildSecurityGroups(context: PlanContext): Desired[] {
  const { spec, ids } = context;
  const groups = [
    build(context, {
      step: 'security/nodes',
      id: ids.nodesSecurity,
      rules: listNodeRules(context),
      answers: ['network.clients', 'network.ingressAddress', 'edge.backend'],
      reason:
        'Only the application gateway and declared clients reach the internal gateway.',
    }),
    build(context, {
      step: 'security/private-endpoints',
      id: ids.endpointsSecurity,
      rules: [],
      answers: ['network.subnets.privateEndpoints'],
      reason: 'Nothing from outside reaches private endpoints.',
    }),
  ];
  return spec.edge
    ? [
        ...groups,
        build(context, {
          step: 'security/gateway',
          id: ids.gatewaySecurity,
          rules: listGatewayRules(context),
          answers: ['edge', 'network.subnets.applicationGateway'],
          reason:
            'Lets in callers, and what manages and watches application gateways.',
        }),
      ]
    : groups;
}

function listNodeRules({ spec }: PlanContext): Rule[] {
  const { ingressAddress, clients, subnets } = spec.network;
  const rules: Rule[] = [];
  if (spec.edge && subnets.applicationGateway) {
    rules.push({
      name: 'AllowApplicationGatewayToIngress',
      priority: 100,
      access: 'Allow',
      from: subnets.applicationGateway,
      to: ingressAddress,
      ports: spec.edge.backend === 'https' ? ['443'] : ['80', HEALTH_PORT],
    });
  }
  if (clients.length > 0) {
    rules.push({
      name: 'AllowClientsToIngress',
      priority: 110,
      access: 'Allow',
      from: clients,
      to: ingressAddress,
      ports: ['80', '443'],
    });
  }
  return [
    ...rules,
    {
      name: 'DenyOthersToIngress',
      priority: 200,
      access: 'Deny',
      from: '*',
      to: ingressAddress,
      ports: ['*'],
      protocol: '*',
    },
  ];
}

function listGatewayRules({ spec }: PlanContext): Rule[] {
  const subnet = spec.network.subnets.applicationGateway ?? '*';
  return [
    {
      name: 'AllowGatewayManager',
      priority: 100,
      access: 'Allow',
      from: 'GatewayManager',
      to: '*',
      ports: ['65200-65535'],
    },
    {
      name: 'AllowAzureLoadBalancer',
      priority: 110,
      access: 'Allow',
      from: 'AzureLoadBalancer',
      to: '*',
      ports: ['*'],
      protocol: '*',
    },
    {
      name: 'AllowCallers',
      priority: 120,
      access: 'Allow',
      from: 'Internet',
      to: subnet,
      ports: ['80', '443'],
    },
  ];
}

function build(
  { spec, tags }: PlanContext,
  options: Pick<Desired, 'step' | 'id' | 'answers' | 'reason'> & {
    rules: Rule[];
  },
): Desired {
  const { rules, ...rest } = options;
  return {
    ...rest,
    title: `Network security group ${nameOf(options.id)}`,
    type: 'Microsoft.Network/networkSecurityGroups',
    body: {
      location: spec.region,
      tags,
      properties: { securityRules: rules.map(toWire) },
    },
    dependsOn: ['group'],
    seconds: SECONDS.quick,
  };
}

function toWire(rule: Rule): JsonObject {
  const { name, priority, access, from, to, ports, protocol = 'Tcp' } = rule;
  return {
    name,
    properties: {
      priority,
      direction: 'Inbound',
      access,
      protocol,
      sourcePortRange: '*',
      ...(Array.isArray(from)
        ? { sourceAddressPrefixes: from }
        : { sourceAddressPrefix: from }),
      destinationAddressPrefix: to,
      ...(ports.length === 1
        ? { destinationPortRange: ports[0] }
        : { destinationPortRanges: ports }),
    },
  };
}
