import {
  type Azure,
  group,
  identity,
  location,
  network,
  networkBody,
  startAzure,
  subscription,
} from './__testUtils__/azure';
import type { JsonObject } from './core/json';

const at = (type: string) => `${group}/providers/${type}`;
const names = (answer: { json: JsonObject }) =>
  (answer.json.value as JsonObject[]).map(({ name }) => name);

describe('resources', () => {
  let azure: Azure;

  beforeEach(() => {
    azure = startAzure({ zones: ['mesh.internal'] });
  });

  it('of a network are written together, or one by one', async () => {
    const two = [
      { name: 'nodes', range: '10.240.0.0/22' },
      { name: 'ingress', range: '10.240.4.0/28' },
    ];
    const made = await azure.put(network, networkBody(two));
    expect(made.status).toBe(201);
    expect(made.headers['azure-asyncnotification']).toBe('Enabled');
    const busy = await azure.put(`${network}/subnets/more`, {
      properties: { addressPrefix: '10.240.5.0/24' },
    });
    expect([busy.status, busy.code]).toEqual([
      409,
      'AnotherOperationInProgress',
    ]);
    azure.pass(15);

    await azure.put(network, networkBody());
    expect(names(await azure.get(`${network}/subnets`))).toEqual([
      'nodes',
      'ingress',
    ]);
    azure.pass(15);
    await azure.put(network, networkBody(two.slice(0, 1)));
    expect(names(await azure.get(`${network}/subnets`))).toEqual(['nodes']);
    azure.pass(15);
    expect(
      (
        await azure.put(
          network,
          networkBody([{ name: 'x', range: '10.9.0.0/24' }]),
        )
      ).code,
    ).toBe('NetcfgInvalidSubnet');
    expect(
      (
        await azure.put(`${network}/subnets/y`, {
          properties: { addressPrefix: '10.240.1.0/24' },
        })
      ).code,
    ).toBe('NetcfgSubnetRangesOverlap');
  });

  it('keep their versions apart', async () => {
    const first = await azure.put(network, networkBody());
    azure.pass(15);
    const etag = String(first.json.etag);
    expect(etag).toMatch(/^W\/"/);
    expect(
      (await azure.put(network, networkBody(), { 'if-none-match': '*' }))
        .status,
    ).toBe(412);
    expect(
      (await azure.put(network, networkBody(), { 'if-match': etag })).status,
    ).toBe(200);
    azure.pass(15);
    expect(
      (await azure.put(network, networkBody(), { 'if-match': etag })).status,
    ).toBe(412);
  });

  it('are found whatever the case, and shown in the first one', async () => {
    await azure.put(identity, { location: 'West Europe', tags: { a: 'b' } });
    const found = await azure.get(identity.toLowerCase());
    expect(found.json).toMatchObject({
      id: identity,
      location,
      systemData: { createdByType: 'Application' },
      properties: {
        principalId: expect.any(String),
        clientId: expect.any(String),
      },
    });
    const again = await azure.put(
      identity.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions'),
      { location },
    );
    expect(again.json.id).toBe(identity);
    expect((again.json.properties as JsonObject).principalId).toBe(
      (found.json.properties as JsonObject).principalId,
    );
    const patched = await azure.send('PATCH', identity, {
      body: { tags: { c: 'd' } },
    });
    expect(patched.json.tags).toEqual({ c: 'd' });
  });

  it('may be sent back as they were read', async () => {
    await azure.put(
      network,
      networkBody([{ name: 'a', range: '10.240.0.0/24' }]),
    );
    azure.pass(20);
    const { json } = await azure.get(network);
    expect((await azure.put(network, json)).json.properties).toMatchObject({
      provisioningState: 'Updating',
    });
    azure.pass(20);
    const again = await azure.get(network);
    expect(again.json.etag).not.toBe(json.etag);
    expect(again.json.properties).toMatchObject({
      provisioningState: 'Succeeded',
      subnets: [{ name: 'a', properties: { provisioningState: 'Succeeded' } }],
    });
    expect((await azure.put(network, json)).status).toBe(412);
    const patched = await azure.send('PATCH', network, { body: { tags: {} } });
    expect(patched.status).toBe(200);
  });

  it('want a group, a place, a version and sound tags', async () => {
    expect(
      (await azure.put(identity.replace('/rg/', '/no/'), { location })).code,
    ).toBe('ResourceGroupNotFound');
    expect((await azure.put(identity, {})).code).toBe('LocationRequired');
    expect((await azure.put(identity, { location: 'moon' })).code).toBe(
      'LocationNotAvailableForResourceType',
    );
    expect(
      (await azure.put(identity, { location, tags: { 'a/b': 'c' } })).code,
    ).toBe('InvalidTagNameCharacters');
    expect((await azure.get(`${identity}?api-version=2001-01-01`)).code).toBe(
      'NoRegisteredProviderFound',
    );
    await azure.put(identity, { location });
    expect((await azure.put(identity, { location: 'eastus' })).code).toBe(
      'InvalidResourceLocation',
    );
    expect((await azure.get(`/${group}`)).code).toBe('MissingSubscription');
  });

  it('of a group go with it, and none comes meanwhile', async () => {
    await azure.put(
      network,
      networkBody([{ name: 'nodes', range: '10.240.0.0/22' }]),
    );
    azure.pass(15);
    const going = await azure.remove(group);
    expect(going.status).toBe(202);
    expect(going.headers['Azure-AsyncOperation']).toBeUndefined();
    expect((await azure.put(identity, { location })).code).toBe(
      'ResourceGroupBeingDeleted',
    );
    azure.pass(720);
    expect((await azure.get(going.headers.Location)).status).toBe(200);
    expect((await azure.get(group)).code).toBe('ResourceGroupNotFound');
    expect(azure.core.resources()).toEqual([]);
  });

  it('of a provider wait for its registration', async () => {
    const fresh = startAzure({ unregistered: ['Microsoft.Monitor'] });
    const account = at('Microsoft.Monitor/accounts/amw-mesh');
    const provider = `/subscriptions/${subscription}/providers/Microsoft.Monitor`;
    const state = async () =>
      (await fresh.get(`${provider}?api-version=2022-09-01`)).json
        .registrationState;

    const refused = await fresh.put(account, { location });
    expect([refused.status, refused.code]).toEqual([
      409,
      'MissingSubscriptionRegistration',
    ]);
    await fresh.post(`${provider}/register?api-version=2022-09-01`);
    expect(await state()).toBe('Registering');
    fresh.pass(60);
    expect(await state()).toBe('Registered');
    expect(
      (await fresh.put(account, { location })).json.properties,
    ).toMatchObject({
      metrics: { prometheusQueryEndpoint: expect.stringMatching(/^https:/) },
    });
  });

  it('of DNS nest: links go before their zone', async () => {
    await azure.put(network, networkBody());
    azure.pass(20);
    const zone = at('Microsoft.Network/privateDnsZones/mesh.internal');
    const link = `${zone}/virtualNetworkLinks/hub`;
    const body = {
      location: 'global',
      properties: { virtualNetwork: { id: network } },
    };
    const made = await azure.put(link, body);
    expect([made.status, made.headers['Retry-After']]).toEqual([202, '15']);
    azure.pass(40);
    expect((await azure.get(made.headers.Location)).json.name).toBe('hub');
    expect(
      (await azure.put(`${zone}/virtualNetworkLinks/twice`, body)).code,
    ).toBe('Conflict');
    expect((await azure.remove(zone)).code).toBe('CannotDeleteResource');
    await azure.remove(link);
    azure.pass(40);
    expect((await azure.remove(zone)).status).toBe(202);
  });

  it('of Key Vault come back from the deleted, or keep their name', async () => {
    const vault = at('Microsoft.KeyVault/vaults/kv-mesh');
    const body = (more: object = {}) => ({
      location,
      properties: {
        tenantId: 'x',
        sku: { family: 'A', name: 'standard' },
        ...more,
      },
    });
    const made = await azure.put(vault, body());
    expect(made.json.properties).toMatchObject({
      provisioningState: 'RegisteringDns',
      enableRbacAuthorization: true,
      vaultUri: 'https://kv-mesh.vault.azure.net/',
    });
    azure.pass(20);
    await azure.put(`${vault}/secrets/tls`, {
      properties: { value: 'geheim' },
    });
    const secret = await azure.get(`${vault}/secrets/tls`);
    expect(JSON.stringify(secret)).not.toContain('geheim');

    await azure.remove(vault);
    const deleted = `/subscriptions/${subscription}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/kv-mesh`;
    expect((await azure.get(deleted)).json.properties).toMatchObject({
      vaultId: vault,
    });
    const clash = await azure.put(vault, body());
    expect([clash.status, clash.code]).toEqual([409, 'ConflictError']);
    expect(
      (await azure.put(vault, body({ createMode: 'recover' }))).status,
    ).toBe(201);
    expect((await azure.get(deleted)).status).toBe(404);
    const check = `/subscriptions/${subscription}/providers/Microsoft.KeyVault/checkNameAvailability`;
    expect((await azure.post(check, { name: 'KV-mesh' })).json).toMatchObject({
      nameAvailable: false,
    });
  });

  it('of logs come back as they were, unless by force', async () => {
    const workspace = at('Microsoft.OperationalInsights/workspaces/log-mesh');
    const id = async () => {
      const { json } = await azure.put(workspace, { location });
      azure.pass(20);
      return (json.properties as JsonObject).customerId;
    };
    const first = await id();
    await azure.remove(workspace);
    expect(await id()).toBe(first);
    await azure.remove(`${workspace}?force=true`);
    expect(await id()).not.toBe(first);
  });

  it('grant a role once', async () => {
    const { json } = await azure.put(identity, { location });
    azure.pass(60);
    const { principalId } = json.properties as JsonObject;
    const role = (name: string, more: object = {}) =>
      azure.put(
        `${group}/providers/Microsoft.Authorization/roleAssignments/${name}`,
        {
          properties: {
            principalId,
            principalType: 'ServicePrincipal',
            roleDefinitionId:
              '/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6',
            ...more,
          },
        },
      );
    const [one, two] = ['1', '2'].map(
      n => `a2a4b6c8-0000-4000-8000-00000000000${n}`,
    );
    expect((await role(one)).status).toBe(201);
    expect((await role(one)).status).toBe(200);
    expect((await role(two)).code).toBe('RoleAssignmentExists');
    expect((await role('no-guid')).code).toBe('InvalidRoleAssignmentId');
    const list = await azure.get(
      `${group}/providers/Microsoft.Authorization/roleAssignments`,
    );
    expect(names(list)).toEqual([one]);
    await azure.remove(identity);
    // Orphans stay, as in Azure.
    expect(azure.core.resources().map(({ name }) => name)).toContain(one);
  });

  it('of monitoring know each other', async () => {
    const account = at('Microsoft.Monitor/accounts/amw-mesh');
    const rule = at('Microsoft.Insights/dataCollectionRules/dcr-mesh');
    const body = (destination: string) => ({
      location,
      kind: 'Linux',
      properties: {
        dataSources: {
          prometheusForwarder: [
            { name: 'p', streams: ['Microsoft-PrometheusMetrics'] },
          ],
        },
        destinations: {
          monitoringAccounts: [{ accountResourceId: account, name: 'amw' }],
        },
        dataFlows: [
          {
            streams: ['Microsoft-PrometheusMetrics'],
            destinations: [destination],
          },
        ],
      },
    });
    expect((await azure.put(rule, body('amw'))).code).toBe('ResourceNotFound');
    await azure.put(account, { location });
    expect((await azure.put(rule, body('other'))).code).toBe('InvalidPayload');
    expect((await azure.put(rule, body('amw'))).status).toBe(201);
    await azure.put(network, networkBody());
    const association = `${network}/providers/Microsoft.Insights/dataCollectionRuleAssociations/x`;
    expect(
      (
        await azure.put(association, {
          properties: { dataCollectionRuleId: rule },
        })
      ).status,
    ).toBe(201);
    expect((await azure.remove(rule)).code).toBe('Conflict');
    const rules = at('Microsoft.AlertsManagement/prometheusRuleGroups/mesh');
    const group1 = (more: object) => ({
      location,
      properties: { scopes: [account], rules: [{ expression: 'up', ...more }] },
    });
    expect((await azure.put(rules, group1({}))).code).toBe('BadRequest');
    expect(
      (await azure.put(rules, group1({ alert: 'a', for: '5m' }))).code,
    ).toBe('BadRequest');
    expect(
      (await azure.put(rules, group1({ alert: 'a', for: 'PT5M' }))).status,
    ).toBe(201);
  });
});
