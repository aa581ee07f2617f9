import * as authorization from '@azure/arm-authorization';
import * as aks from '@azure/arm-containerservice';
import * as vault from '@azure/arm-keyvault';
import * as monitor from '@azure/arm-monitor';
import * as network from '@azure/arm-network';
import * as logs from '@azure/arm-operationalinsights';
import type { JsonValue } from '@backstage/types';
import {
  clusterSpec,
  edgeAnswers,
} from '@meshwright/plugin-mesh-common/testUtils';
import { buildProvisionPlan } from '..';
import { emptyWorld } from '../__testUtils__/observedWorlds';
import { isObject } from '../read';

/** Where in a body there is a word of Azure's, and which words there are. */
const WORDS: ReadonlyArray<[step: string, path: string, known: object]> = [
  ['cluster', 'sku.name', aks.KnownManagedClusterSKUName],
  ['cluster', 'sku.tier', aks.KnownManagedClusterSKUTier],
  ['cluster', 'identity.type', aks.KnownResourceIdentityType],
  ['cluster', 'properties.supportPlan', aks.KnownKubernetesSupportPlan],
  [
    'cluster',
    'properties.nodeResourceGroupProfile.restrictionLevel',
    aks.KnownRestrictionLevel,
  ],
  [
    'cluster',
    'properties.autoUpgradeProfile.upgradeChannel',
    aks.KnownUpgradeChannel,
  ],
  [
    'cluster',
    'properties.autoUpgradeProfile.nodeOSUpgradeChannel',
    aks.KnownNodeOSUpgradeChannel,
  ],
  ['cluster', 'properties.agentPoolProfiles.mode', aks.KnownAgentPoolMode],
  ['cluster', 'properties.agentPoolProfiles.type', aks.KnownAgentPoolType],
  ['cluster', 'properties.agentPoolProfiles.osType', aks.KnownOSType],
  [
    'cluster',
    'properties.networkProfile.networkPlugin',
    aks.KnownNetworkPlugin,
  ],
  [
    'cluster',
    'properties.networkProfile.networkPluginMode',
    aks.KnownNetworkPluginMode,
  ],
  [
    'cluster',
    'properties.networkProfile.networkDataplane',
    aks.KnownNetworkDataplane,
  ],
  [
    'cluster',
    'properties.networkProfile.networkPolicy',
    aks.KnownNetworkPolicy,
  ],
  [
    'cluster',
    'properties.networkProfile.loadBalancerSku',
    aks.KnownLoadBalancerSku,
  ],
  ['cluster', 'properties.networkProfile.outboundType', aks.KnownOutboundType],
  ['cluster', 'properties.serviceMeshProfile.mode', aks.KnownServiceMeshMode],
  [
    'cluster',
    'properties.serviceMeshProfile.istio.components.ingressGateways.mode',
    aks.KnownIstioIngressGatewayMode,
  ],
  [
    'cluster',
    'properties.serviceMeshProfile.istio.components.proxyRedirectionMechanism',
    aks.KnownProxyRedirectionMechanism,
  ],
  [
    'role/certificate',
    'properties.principalType',
    authorization.KnownPrincipalType,
  ],
  ['vault', 'properties.sku.family', vault.KnownSkuFamily],
  ['vault', 'properties.publicNetworkAccess', vault.KnownPublicNetworkAccess],
  ['logs', 'properties.sku.name', logs.KnownWorkspaceSkuNameEnum],
  ['collection-rule', 'kind', monitor.KnownKnownDataCollectionRuleResourceKind],
  [
    'collection-endpoint',
    'properties.networkAcls.publicNetworkAccess',
    monitor.KnownKnownPublicNetworkAccessOptions,
  ],
  [
    'collection-rule',
    'properties.dataSources.prometheusForwarder.streams',
    monitor.KnownKnownPrometheusForwarderDataSourceStreams,
  ],
  [
    'security/gateway',
    'properties.securityRules.properties.access',
    network.KnownSecurityRuleAccess,
  ],
  [
    'security/gateway',
    'properties.securityRules.properties.protocol',
    network.KnownSecurityRuleProtocol,
  ],
  [
    'security/gateway',
    'properties.securityRules.properties.direction',
    network.KnownSecurityRuleDirection,
  ],
  [
    'network',
    'properties.subnets.properties.privateEndpointNetworkPolicies',
    network.KnownVirtualNetworkPrivateEndpointNetworkPolicies,
  ],
  ['public-address', 'sku.name', network.KnownPublicIPAddressSkuName],
  ['public-address', 'sku.tier', network.KnownPublicIPAddressSkuTier],
  [
    'public-address',
    'properties.publicIPAllocationMethod',
    network.KnownIPAllocationMethod,
  ],
  [
    'firewall',
    'properties.policySettings.state',
    network.KnownWebApplicationFirewallEnabledState,
  ],
  [
    'firewall',
    'properties.policySettings.mode',
    network.KnownWebApplicationFirewallMode,
  ],
  ['gateway', 'properties.sku.name', network.KnownApplicationGatewaySkuName],
  ['gateway', 'properties.sku.tier', network.KnownApplicationGatewayTier],
  [
    'gateway',
    'properties.sslPolicy.policyType',
    network.KnownApplicationGatewaySslPolicyType,
  ],
  [
    'gateway',
    'properties.sslPolicy.policyName',
    network.KnownApplicationGatewaySslPolicyName,
  ],
  [
    'gateway',
    'properties.httpListeners.properties.protocol',
    network.KnownApplicationGatewayProtocol,
  ],
  [
    'gateway',
    'properties.probes.properties.protocol',
    network.KnownApplicationGatewayProtocol,
  ],
  [
    'gateway',
    'properties.backendHttpSettingsCollection.properties.cookieBasedAffinity',
    network.KnownApplicationGatewayCookieBasedAffinity,
  ],
  [
    'gateway',
    'properties.redirectConfigurations.properties.redirectType',
    network.KnownApplicationGatewayRedirectType,
  ],
  [
    'gateway',
    'properties.requestRoutingRules.properties.ruleType',
    network.KnownApplicationGatewayRequestRoutingRuleType,
  ],
];

const spec = clusterSpec({
  edge: {
    hosts: edgeAnswers().hosts ?? [],
    certificateSecretId:
      'https://shop-certificates.vault.azure.net/secrets/shop',
  },
  kubernetes: {
    adminGroups: ['11111111-1111-1111-1111-111111111111'],
    version: '1.33',
    tier: 'Premium',
  },
});
const { steps } = buildProvisionPlan(spec, {
  observed: emptyWorld(spec),
  instance: 'test',
});

describe('words of Azure', () => {
  it.each(WORDS)('are known: %s %s', (id, path, known) => {
    const words = readAll(
      steps.find(step => step.id === id)?.body,
      path.split('.'),
    );

    expect(words).not.toEqual([]);
    expect(Object.values(known)).toEqual(expect.arrayContaining(words));
  });
});

/** Values at a path, through all lists on the way. */
function readAll(value: JsonValue | undefined, path: string[]): JsonValue[] {
  if (Array.isArray(value)) {
    return value.flatMap(item => readAll(item, path));
  }
  const [key, ...rest] = path;
  if (key === undefined) {
    return value === undefined ? [] : [value];
  }
  return isObject(value) ? readAll(value[key], rest) : [];
}
