import type { JsonObject } from '@backstage/types';
import type { Desired } from '../Desired';
import { nameOf } from '../ids';
import type { PlanContext } from '../PlanContext';

/** The network with all its subnets: one write, or they get in each other's way. */
export function buildNetwork({ spec, ids, tags }: PlanContext): Desired[] {
  const { range, subnets } = spec.network;
  const gateway = spec.edge && subnets.applicationGateway;
  return [
    {
      step: 'network',
      title: `Virtual network ${nameOf(ids.virtualNetwork)}`,
      type: 'Microsoft.Network/virtualNetworks',
      id: ids.virtualNetwork,
      body: {
        location: spec.region,
        tags,
        properties: {
          addressSpace: { addressPrefixes: [range] },
          subnets: [
            subnet(ids.subnets.nodes, subnets.nodes, {
              networkSecurityGroup: { id: ids.nodesSecurity },
            }),
            subnet(ids.subnets.ingress, subnets.ingress, {}),
            ...(gateway
              ? [
                  subnet(ids.subnets.applicationGateway, gateway, {
                    networkSecurityGroup: { id: ids.gatewaySecurity },
                  }),
                ]
              : []),
            subnet(ids.subnets.privateEndpoints, subnets.privateEndpoints, {
              networkSecurityGroup: { id: ids.endpointsSecurity },
              privateEndpointNetworkPolicies: 'Enabled',
            }),
          ],
        },
      },
      dependsOn: [
        'group',
        'security/nodes',
        'security/private-endpoints',
        ...(gateway ? ['security/gateway'] : []),
      ],
      answers: ['network.range', 'network.subnets'],
      seconds: { create: 20, update: 10, delete: 15 },
      reason: 'The cluster, its gateways and private endpoints are in it.',
    },
  ];
}

function subnet(
  id: string,
  addressPrefix: string,
  properties: JsonObject,
): JsonObject {
  return {
    name: nameOf(id),
    // The cluster's load balancer is the way out; nothing else is one.
    properties: { addressPrefix, defaultOutboundAccess: false, ...properties },
  };
}
