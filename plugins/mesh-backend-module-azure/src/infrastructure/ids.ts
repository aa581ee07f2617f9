import { hashText, type MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import type { ObservedInfrastructure } from './observed';
import { getText, readItems } from './read';

const VAULT_STEM = 14;
const VAULT_HASH = 6;

/** Ids of everything that a cluster is made of. */
export type InfrastructureIds = ReturnType<typeof deriveIds>;

/**
 * Derives all ids from the specification alone; only the network of a cluster
 * that is there already, made by others, is taken from it.
 */
export function deriveIds(
  spec: MeshClusterSpec,
  observed?: Pick<ObservedInfrastructure, 'resources'>,
) {
  const { name } = spec;
  const subscription = `/subscriptions/${spec.subscriptionId}`;
  const group = `${subscription}/resourceGroups/${spec.resourceGroup}`;
  const inGroup = (type: string, own: string) =>
    `${group}/providers/${type}/${own}`;
  const network = (kind: string, own: string) =>
    inGroup(`Microsoft.Network/${kind}`, own);
  const insights = (kind: string, own: string) =>
    inGroup(`Microsoft.Insights/${kind}`, own);
  const identity = (own: string) =>
    inGroup('Microsoft.ManagedIdentity/userAssignedIdentities', own);
  const cluster = inGroup('Microsoft.ContainerService/managedClusters', name);
  const nodes = findNodeSubnet(observed?.resources[cluster.toLowerCase()]);
  const virtualNetwork =
    nodes?.replace(/\/subnets\/[^/]*$/i, '') ??
    network('virtualNetworks', `vnet-${name}`);
  const subnet = (own: string) => `${virtualNetwork}/subnets/${own}`;
  const zone = network('privateDnsZones', spec.dns.zone);
  return {
    subscription,
    group,
    cluster,
    virtualNetwork,
    subnets: {
      nodes: nodes ?? subnet('snet-nodes'),
      ingress: subnet('snet-ingress'),
      applicationGateway: subnet('snet-application-gateway'),
      privateEndpoints: subnet('snet-private-endpoints'),
    },
    nodesSecurity: network('networkSecurityGroups', `nsg-${name}-nodes`),
    gatewaySecurity: network('networkSecurityGroups', `nsg-${name}-agw`),
    endpointsSecurity: network('networkSecurityGroups', `nsg-${name}-pe`),
    clusterIdentity: identity(`id-${name}-cluster`),
    gatewayIdentity: identity(`id-${name}-agw`),
    logs: inGroup('Microsoft.OperationalInsights/workspaces', `log-${name}`),
    metrics: inGroup('Microsoft.Monitor/accounts', `amw-${name}`),
    endpoint: insights('dataCollectionEndpoints', `dce-${name}`),
    rule: insights('dataCollectionRules', `dcr-${name}`),
    association: `${cluster}/providers/Microsoft.Insights/dataCollectionRuleAssociations/dcra-${name}`,
    logRule: insights('dataCollectionRules', `dcr-${name}-logs`),
    logAssociation: `${cluster}/providers/Microsoft.Insights/dataCollectionRuleAssociations/ContainerInsightsExtension`,
    alerts: inGroup(
      'Microsoft.AlertsManagement/prometheusRuleGroups',
      `prg-${name}`,
    ),
    vault: inGroup('Microsoft.KeyVault/vaults', deriveVaultName(spec)),
    deletedVault: `${subscription}/providers/Microsoft.KeyVault/locations/${
      spec.region
    }/deletedVaults/${deriveVaultName(spec)}`,
    zone,
    zoneLinkOf: (own: string) => `${zone}/virtualNetworkLinks/${own}`,
    firewall: network(
      'ApplicationGatewayWebApplicationFirewallPolicies',
      `waf-${name}`,
    ),
    publicAddress: network('publicIPAddresses', `pip-${name}-agw`),
    gateway: network('applicationGateways', `agw-${name}`),
    providerOf: (namespace: string) => `${subscription}/providers/${namespace}`,
  };
}

/** Names of vaults are global and at most 24 characters long. */
function deriveVaultName(spec: MeshClusterSpec): string {
  const { subscriptionId, resourceGroup, name } = spec;
  const stem = name.replace(/-+/g, '-').slice(0, VAULT_STEM).replace(/-$/, '');
  const hash = hashText(
    `${subscriptionId}/${resourceGroup}/${name}`.toLowerCase(),
  );
  return `kv-${stem}-${hash.slice(0, VAULT_HASH)}`;
}

function findNodeSubnet(
  cluster: ObservedInfrastructure['resources'][string] | undefined,
): string | undefined {
  for (const pool of readItems(cluster, 'properties.agentPoolProfiles')) {
    const subnet = getText(pool, 'vnetSubnetID');
    if (subnet !== undefined && /\/subnets\/[^/]+$/i.test(subnet)) {
      return subnet;
    }
  }
  return undefined;
}

/** Last part of an id. */
export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
