import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { ContainerServiceClient } from '@azure/arm-containerservice';
import { KeyVaultManagementClient } from '@azure/arm-keyvault';
import { MonitorClient } from '@azure/arm-monitor';
import { ManagedServiceIdentityClient } from '@azure/arm-msi';
import { NetworkManagementClient } from '@azure/arm-network';
import { OperationalInsightsManagementClient } from '@azure/arm-operationalinsights';
import { PrivateDnsManagementClient } from '@azure/arm-privatedns';
import { ResourceManagementClient } from '@azure/arm-resources';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { KnownType } from '../../apiVersions';
import { credential } from './createEcho';

type Options = { httpClient: HttpClient };
type RoundTrip = (options: Options) => Promise<unknown>;

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
const [G, N] = ['rg', 'name'];

const network = (options: Options) =>
  new NetworkManagementClient(credential, SUBSCRIPTION, options);
const monitor = (options: Options) =>
  new MonitorClient(credential, SUBSCRIPTION, options);
const dns = (options: Options) =>
  new PrivateDnsManagementClient(credential, SUBSCRIPTION, options);

/** Reads and writes a resource with the client that Azure makes for it. */
export const ROUND_TRIPS: Partial<Record<KnownType, RoundTrip>> = {
  'Microsoft.Authorization/roleAssignments': async options => {
    const { roleAssignments } = new AuthorizationManagementClient(
      credential,
      SUBSCRIPTION,
      options,
    );
    const found = await roleAssignments.get('scope', N);
    return roleAssignments.create('scope', N, found as never);
  },
  'Microsoft.ContainerService/managedClusters': async options => {
    const { managedClusters } = new ContainerServiceClient(
      credential,
      SUBSCRIPTION,
      options,
    );
    const found = await managedClusters.get(G, N);
    return managedClusters.createOrUpdate(G, N, found);
  },
  'Microsoft.Insights/dataCollectionEndpoints': async options => {
    const { dataCollectionEndpoints } = monitor(options);
    const found = await dataCollectionEndpoints.get(G, N);
    return dataCollectionEndpoints.create(G, N, { body: found });
  },
  'Microsoft.Insights/dataCollectionRules': async options => {
    const { dataCollectionRules } = monitor(options);
    const found = await dataCollectionRules.get(G, N);
    return dataCollectionRules.create(G, N, { body: found });
  },
  'Microsoft.Insights/dataCollectionRuleAssociations': async options => {
    const { dataCollectionRuleAssociations } = monitor(options);
    const found = await dataCollectionRuleAssociations.get('scope', N);
    return dataCollectionRuleAssociations.create('scope', N, { body: found });
  },
  'Microsoft.KeyVault/vaults': async options => {
    const { vaults } = new KeyVaultManagementClient(
      credential,
      SUBSCRIPTION,
      options,
    );
    const found = await vaults.get(G, N);
    return vaults.createOrUpdate(G, N, found as never);
  },
  'Microsoft.ManagedIdentity/userAssignedIdentities': async options => {
    const { userAssignedIdentities } = new ManagedServiceIdentityClient(
      credential,
      SUBSCRIPTION,
      options,
    );
    const found = await userAssignedIdentities.get(G, N);
    return userAssignedIdentities.createOrUpdate(G, N, found);
  },
  'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies':
    async options => {
      const { webApplicationFirewallPolicies } = network(options);
      const found = await webApplicationFirewallPolicies.get(G, N);
      return webApplicationFirewallPolicies.createOrUpdate(G, N, found);
    },
  'Microsoft.Network/applicationGateways': async options => {
    const { applicationGateways } = network(options);
    const found = await applicationGateways.get(G, N);
    return applicationGateways.createOrUpdate(G, N, found);
  },
  'Microsoft.Network/networkSecurityGroups': async options => {
    const { networkSecurityGroups } = network(options);
    const found = await networkSecurityGroups.get(G, N);
    return networkSecurityGroups.createOrUpdate(G, N, found);
  },
  'Microsoft.Network/publicIPAddresses': async options => {
    const { publicIPAddresses } = network(options);
    const found = await publicIPAddresses.get(G, N);
    return publicIPAddresses.createOrUpdate(G, N, found);
  },
  'Microsoft.Network/virtualNetworks': async options => {
    const { virtualNetworks } = network(options);
    const found = await virtualNetworks.get(G, N);
    return virtualNetworks.createOrUpdate(G, N, found);
  },
  'Microsoft.Network/privateDnsZones': async options => {
    const { privateZones } = dns(options);
    const found = await privateZones.get(G, N);
    return privateZones.createOrUpdate(G, N, found);
  },
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks': async options => {
    const { virtualNetworkLinks } = dns(options);
    const found = await virtualNetworkLinks.get(G, 'zone', N);
    return virtualNetworkLinks.createOrUpdate(G, 'zone', N, found);
  },
  'Microsoft.OperationalInsights/workspaces': async options => {
    const { workspaces } = new OperationalInsightsManagementClient(
      credential,
      SUBSCRIPTION,
      options,
    );
    const found = await workspaces.get(G, N);
    return workspaces.createOrUpdate(G, N, found);
  },
  'Microsoft.Resources/resourceGroups': async options => {
    const { resourceGroups } = new ResourceManagementClient(
      credential,
      SUBSCRIPTION,
      options,
    );
    const found = await resourceGroups.get(G);
    return resourceGroups.createOrUpdate(G, found);
  },
};
