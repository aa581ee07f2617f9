import type { JsonObject } from '@backstage/types';
import { deriveProbe } from '../deriveProbe';
import type { PlanContext } from '../PlanContext';
import { buildListeners } from './buildListeners';
import { PARTS } from './gatewayParts';

/** Parts know each other by full ids, which are known before they are. */
export function buildGatewayProperties(context: PlanContext): JsonObject {
  const { spec, ids } = context;
  const { edge, network } = spec;
  if (!edge) {
    return {};
  }
  const to = (kind: string, name: string) => ({
    id: `${ids.gateway}/${kind}/${name}`,
  });
  return {
    sku: { name: 'WAF_v2', tier: 'WAF_v2' },
    autoscaleConfiguration: {
      minCapacity: edge.minCapacity,
      maxCapacity: edge.maxCapacity,
    },
    enableHttp2: true,
    firewallPolicy: { id: ids.firewall },
    sslPolicy: {
      policyType: 'Predefined',
      policyName: 'AppGwSslPolicy20220101',
    },
    gatewayIPConfigurations: [
      {
        name: 'gateway',
        properties: { subnet: { id: ids.subnets.applicationGateway } },
      },
    ],
    frontendIPConfigurations: [
      {
        name: PARTS.frontend,
        properties: { publicIPAddress: { id: ids.publicAddress } },
      },
    ],
    frontendPorts: [
      { name: PARTS.http, properties: { port: 80 } },
      { name: PARTS.https, properties: { port: 443 } },
    ],
    sslCertificates: [
      {
        name: PARTS.certificate,
        properties: { keyVaultSecretId: edge.certificateSecretId },
      },
    ],
    backendAddressPools: [
      {
        name: PARTS.pool,
        properties: {
          backendAddresses: [{ ipAddress: network.ingressAddress }],
        },
      },
    ],
    probes: [{ name: PARTS.probe, properties: buildProbe(context) }],
    backendHttpSettingsCollection: [
      {
        name: PARTS.settings,
        properties: {
          protocol: edge.backend === 'https' ? 'Https' : 'Http',
          port: edge.backend === 'https' ? 443 : 80,
          cookieBasedAffinity: 'Disabled',
          requestTimeout: 60,
          // The host that was asked for goes on to the mesh.
          pickHostNameFromBackendAddress: false,
          probe: to('probes', PARTS.probe),
        },
      },
    ],
    ...buildListeners(edge.hosts, to),
  };
}

/** Azure insists that a probe speaks as the backend does. */
function buildProbe({ spec }: PlanContext): JsonObject {
  const timing = { interval: 10, timeout: 5, unhealthyThreshold: 3 };
  const probe = deriveProbe(spec);
  if (!probe) {
    return {
      ...timing,
      protocol: 'Http',
      host: spec.network.ingressAddress,
      port: 15021,
      path: '/healthz/ready',
      pickHostNameFromBackendHttpSettings: false,
      match: { statusCodes: ['200-399'] },
    };
  }
  return {
    ...timing,
    protocol: 'Https',
    host: probe.host,
    path: probe.path,
    pickHostNameFromBackendHttpSettings: false,
    match: { statusCodes: [probe.isOurs ? '200-399' : '200-499'] },
  };
}
