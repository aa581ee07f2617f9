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
import { type Arm, createArm, startArm } from '@meshwright/sandbox';
import { createLoopbackClient } from '../client/createLoopbackClient';
import { createInProcessClient } from './createInProcessClient';

jest.setTimeout(60_000);

const subscription = '00000000-0000-0000-0000-000000000001';
const group = 'rg-mesh';
const location = 'westeurope';
const base = `/subscriptions/${subscription}/resourceGroups/${group}/providers`;
const network = `${base}/Microsoft.Network/virtualNetworks/vnet`;
const wait = { updateIntervalInMs: 5 };
const options = {
  subscriptionId: subscription,
  resourceGroup: 'rg-other',
  zones: [],
  clusters: [],
};

/** Longer than a minute of Azure at the sandbox's speed. */
function pause() {
  return new Promise(resolve => setTimeout(resolve, 20));
}

async function names(pages: AsyncIterable<{ name?: string }>) {
  const found: Array<string | undefined> = [];
  for await (const one of pages) {
    found.push(one.name);
  }
  return found;
}

describe("Azure's own clients", () => {
  let arm: Arm;
  let httpClient: HttpClient;
  const credential = {
    getToken: async () => ({
      token: arm.core.issueToken(),
      expiresOnTimestamp: Date.now() + 3600_000,
    }),
  };
  const args = () => [credential, subscription, { httpClient }] as const;
  const networks = () => new NetworkManagementClient(...args());

  beforeAll(async () => {
    arm = await startArm({ ...options, port: 0 });
    httpClient = createLoopbackClient(new URL(arm.url));
    const client = new ResourceManagementClient(...args());
    await client.resourceGroups.createOrUpdate(group, {
      location,
      tags: { 'managed-by': 'meshwright' },
    });
  });

  afterAll(() => arm.stop());

  it('see groups, resources and providers', async () => {
    const client = new ResourceManagementClient(...args());
    // The client puts a slash before it.
    const account = `${base}/Microsoft.Monitor/accounts/amw-mesh`.slice(1);
    const made = await client.resources.createOrUpdateById(
      account,
      '2023-04-03',
      { location },
      wait,
    );

    expect(made.properties).toMatchObject({
      metrics: { prometheusQueryEndpoint: expect.any(String) },
    });
    expect(await names(client.resourceGroups.list())).toContain(group);
    const found = client.resources.listByResourceGroup(group);
    expect(await names(found)).toContain('amw-mesh');
    expect(await client.providers.get('Microsoft.Monitor')).toMatchObject({
      registrationState: 'Registered',
    });
    await client.resources.deleteById(account, '2023-04-03', wait);
    await expect(
      client.resources.getById(account, '2023-04-03'),
    ).rejects.toMatchObject({ statusCode: 404 });
  });

  it('make a network, an address, a firewall and a gateway', async () => {
    const client = networks();
    const vnet = await client.virtualNetworks.createOrUpdate(
      group,
      'vnet',
      {
        location,
        addressSpace: { addressPrefixes: ['10.240.0.0/16'] },
        subnets: [
          { name: 'nodes', addressPrefix: '10.240.0.0/22' },
          { name: 'edge', addressPrefix: '10.240.6.0/24' },
        ],
      },
      wait,
    );
    expect(vnet.subnets?.map(({ id }) => id)).toEqual([
      `${network}/subnets/nodes`,
      `${network}/subnets/edge`,
    ]);
    const address = await client.publicIPAddresses.createOrUpdate(
      group,
      'pip',
      {
        location,
        sku: { name: 'Standard' },
        publicIPAllocationMethod: 'Static',
      },
      wait,
    );
    expect(address.ipAddress).toMatch(/^20\./);
    const policy = await client.webApplicationFirewallPolicies.createOrUpdate(
      group,
      'waf',
      {
        location,
        managedRules: {
          managedRuleSets: [
            {
              ruleSetType: 'Microsoft_DefaultRuleSet',
              ruleSetVersion: '2.1',
            },
          ],
        },
      },
    );
    const gateway = `${base}/Microsoft.Network/applicationGateways/agw`;
    const own = (kind: string, name: string) => ({
      id: `${gateway}/${kind}/${name}`,
    });
    await pause();
    const made = await client.applicationGateways.createOrUpdate(
      group,
      'agw',
      {
        location,
        sku: { name: 'WAF_v2', tier: 'WAF_v2', capacity: 1 },
        firewallPolicy: { id: policy.id },
        gatewayIPConfigurations: [
          { name: 'ip', subnet: { id: `${network}/subnets/edge` } },
        ],
        frontendIPConfigurations: [
          { name: 'public', publicIPAddress: { id: address.id } },
        ],
        frontendPorts: [{ name: 'http', port: 80 }],
        backendAddressPools: [
          { name: 'mesh', backendAddresses: [{ ipAddress: '10.240.4.4' }] },
        ],
        backendHttpSettingsCollection: [
          { name: 'mesh', protocol: 'Http', port: 80 },
        ],
        httpListeners: [
          {
            name: 'shop',
            protocol: 'Http',
            hostName: 'shop.example.com',
            frontendIPConfiguration: own('frontendIPConfigurations', 'public'),
            frontendPort: own('frontendPorts', 'http'),
          },
        ],
        requestRoutingRules: [
          {
            name: 'shop',
            ruleType: 'Basic',
            priority: 1,
            httpListener: own('httpListeners', 'shop'),
            backendAddressPool: own('backendAddressPools', 'mesh'),
            backendHttpSettings: own('backendHttpSettingsCollection', 'mesh'),
          },
        ],
      },
      wait,
    );
    expect(made.provisioningState).toBe('Succeeded');
    const health = await client.applicationGateways.backendHealth(
      group,
      'agw',
      wait,
    );
    expect(
      health.backendAddressPools?.[0].backendHttpSettingsCollection?.[0]
        .servers?.[0],
    ).toMatchObject({ address: '10.240.4.4', health: 'Healthy' });
    expect(await names(client.applicationGateways.list(group))).toEqual([
      'agw',
    ]);
    await client.applicationGateways.delete(group, 'agw', wait);
    await client.publicIPAddresses.delete(group, 'pip', wait);
    await client.webApplicationFirewallPolicies.delete(group, 'waf', wait);
  });

  it('make an identity, a role and a cluster', async () => {
    const identities = new ManagedServiceIdentityClient(...args());
    const identity = await identities.userAssignedIdentities.createOrUpdate(
      group,
      'id-mesh',
      { location },
    );
    const { principalId = '', id: identityId = '' } = identity;
    await pause();
    const authorization = new AuthorizationManagementClient(...args());
    await authorization.roleAssignments.create(
      network.slice(1),
      'a2a4b6c8-0000-4000-8000-000000000001',
      {
        principalId,
        principalType: 'ServicePrincipal',
        roleDefinitionId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7`,
      },
    );
    expect(
      await names(authorization.roleAssignments.listForScope(network.slice(1))),
    ).toHaveLength(1);
    await pause();
    const { managedClusters } = new ContainerServiceClient(...args());
    const made = await managedClusters.createOrUpdate(
      group,
      'mesh',
      {
        location,
        dnsPrefix: 'mesh',
        identity: {
          type: 'UserAssigned',
          userAssignedIdentities: { [identityId]: {} },
        },
        agentPoolProfiles: [
          {
            name: 'system',
            mode: 'System',
            count: 3,
            vmSize: 'Standard_D4ds_v5',
            vnetSubnetID: `${network}/subnets/nodes`,
          },
        ],
        networkProfile: {
          networkPlugin: 'azure',
          networkPluginMode: 'overlay',
          serviceCidr: '172.16.0.0/16',
          podCidr: '192.168.0.0/16',
          dnsServiceIP: '172.16.0.10',
        },
        oidcIssuerProfile: { enabled: true },
        serviceMeshProfile: {
          mode: 'Istio',
          istio: { revisions: ['asm-1-30'] },
        },
      },
      wait,
    );
    expect(made).toMatchObject({
      eTag: expect.any(String),
      oidcIssuerProfile: { issuerURL: expect.stringMatching(/^https:/) },
      serviceMeshProfile: { istio: { revisions: ['asm-1-30'] } },
    });
    const profile = await managedClusters.getMeshRevisionProfile(
      location,
      'istio',
    );
    expect(
      profile.properties?.meshRevisions?.map(({ revision }) => revision),
    ).toEqual(['asm-1-29', 'asm-1-30']);
    const versions = await managedClusters.listKubernetesVersions(location);
    expect(versions.values?.length).toBeGreaterThan(3);
    await pause();
    await managedClusters.delete(group, 'mesh', wait);
    await expect(managedClusters.get(group, 'mesh')).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('make a workspace, rules for data, a vault and a zone', async () => {
    const logs = new OperationalInsightsManagementClient(...args());
    const workspace = await logs.workspaces.createOrUpdate(
      group,
      'log-mesh',
      { location, retentionInDays: 30 },
      wait,
    );
    expect(workspace.customerId).toMatch(/^[0-9a-f-]{36}$/);
    await logs.workspaces.delete(group, 'log-mesh', wait);
    expect(await names(logs.deletedWorkspaces.list())).toEqual(['log-mesh']);

    const monitor = new MonitorClient(...args());
    const endpoint = await monitor.dataCollectionEndpoints.create(
      group,
      'dce-mesh',
      { body: { location, kind: 'Linux' } },
    );
    expect(endpoint.id).toContain('/dataCollectionEndpoints/dce-mesh');

    const { vaults } = new KeyVaultManagementClient(...args());
    const vault = await vaults.createOrUpdate(
      group,
      'kv-mesh',
      {
        location,
        properties: {
          tenantId: '00000000-0000-0000-0000-0000000000aa',
          sku: { family: 'A', name: 'standard' },
        },
      },
      wait,
    );
    expect(vault.properties).toMatchObject({
      provisioningState: 'Succeeded',
      enableRbacAuthorization: true,
    });
    await vaults.delete(group, 'kv-mesh');
    expect(await vaults.getDeleted('kv-mesh', location)).toMatchObject({
      properties: { vaultId: vault.id },
    });
    await vaults.purgeDeleted('kv-mesh', location, wait);
    expect(
      await vaults.checkNameAvailability({
        name: 'kv-mesh',
        type: 'Microsoft.KeyVault/vaults',
      }),
    ).toMatchObject({ nameAvailable: true });

    const dns = new PrivateDnsManagementClient(...args());
    await dns.privateZones.createOrUpdate(
      group,
      'mesh.internal',
      { location: 'global' },
      wait,
    );
    const link = await dns.virtualNetworkLinks.createOrUpdate(
      group,
      'mesh.internal',
      'hub',
      { location: 'global', virtualNetwork: { id: network } },
      wait,
    );
    expect(link.virtualNetworkLinkState).toBe('Completed');
    await dns.virtualNetworkLinks.delete(group, 'mesh.internal', 'hub', wait);
    await dns.privateZones.delete(group, 'mesh.internal', wait);
    const client = new ResourceManagementClient(...args());
    await client.resourceGroups.delete(group, wait);
    expect(await names(client.resourceGroups.list())).not.toContain(group);
  });

  it('speak to it without a socket, too', async () => {
    const core = createArm(options);
    const token = core.issueToken();
    const client = new ResourceManagementClient(
      {
        getToken: async () => ({
          token,
          expiresOnTimestamp: Date.now() + 3600_000,
        }),
      },
      subscription,
      {
        httpClient: createInProcessClient(core),
        retryOptions: { maxRetries: 0 },
      },
    );
    expect(await names(client.resourceGroups.list())).toEqual(['rg-other']);
    core.faults.add({ kind: 'reset-before', times: 1 });
    await expect(client.resourceGroups.get('rg-other')).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
  });
});
