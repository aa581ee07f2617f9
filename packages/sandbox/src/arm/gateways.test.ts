import {
  type Azure,
  group,
  location,
  network,
  networkBody,
  startAzure,
} from './__testUtils__/azure';
import type { JsonObject } from './core/json';

const at = (type: string) => `${group}/providers/Microsoft.Network/${type}`;
const gateway = at('applicationGateways/agw');
const policy = at('ApplicationGatewayWebApplicationFirewallPolicies/waf');
const address = at('publicIPAddresses/pip');
const own = (kind: string, name: string) => ({
  id: `${gateway}/${kind}/${name}`,
});

function gatewayBody(more: object = {}) {
  return {
    location,
    properties: {
      sku: { name: 'WAF_v2', tier: 'WAF_v2' },
      autoscaleConfiguration: { minCapacity: 0, maxCapacity: 3 },
      firewallPolicy: { id: policy },
      gatewayIPConfigurations: [
        {
          name: 'ip',
          properties: { subnet: { id: `${network}/subnets/edge` } },
        },
      ],
      frontendIPConfigurations: [
        { name: 'public', properties: { publicIPAddress: { id: address } } },
      ],
      frontendPorts: [{ name: 'http', properties: { port: 80 } }],
      backendAddressPools: [
        {
          name: 'mesh',
          properties: { backendAddresses: [{ ipAddress: '10.240.4.4' }] },
        },
      ],
      probes: [{ name: 'ready', properties: { protocol: 'Http', path: '/' } }],
      backendHttpSettingsCollection: [
        {
          name: 'mesh',
          properties: {
            protocol: 'Http',
            port: 80,
            probe: own('probes', 'ready'),
          },
        },
      ],
      httpListeners: [
        {
          name: 'shop',
          properties: {
            protocol: 'Http',
            hostNames: ['shop.example.com'],
            frontendIPConfiguration: own('frontendIPConfigurations', 'public'),
            frontendPort: own('frontendPorts', 'http'),
          },
        },
      ],
      requestRoutingRules: [
        {
          name: 'shop',
          properties: {
            ruleType: 'Basic',
            priority: 10,
            httpListener: own('httpListeners', 'shop'),
            backendAddressPool: own('backendAddressPools', 'mesh'),
            backendHttpSettings: own('backendHttpSettingsCollection', 'mesh'),
          },
        },
      ],
      ...more,
    },
  };
}

describe('application gateways', () => {
  let azure: Azure;

  beforeEach(async () => {
    azure = startAzure();
    await azure.put(
      network,
      networkBody([{ name: 'edge', range: '10.240.6.0/24' }]),
    );
    await azure.put(address, { location, sku: { name: 'Standard' } });
    await azure.put(policy, {
      location,
      properties: {
        managedRules: {
          managedRuleSets: [
            { ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1' },
          ],
        },
      },
    });
    azure.pass(30);
  });

  it('stand on what they use, and hold it', async () => {
    const made = await azure.put(gateway, gatewayBody());
    expect(made.json.properties).toMatchObject({
      httpListeners: [
        { id: `${gateway}/httpListeners/shop`, etag: expect.any(String) },
      ],
    });
    azure.pass(360);
    expect((await azure.remove(address)).code).toBe(
      'PublicIPAddressCannotBeDeleted',
    );
    expect((await azure.remove(network)).code).toBe(
      'InUseSubnetCannotBeDeleted',
    );
    expect((await azure.remove(policy)).status).toBe(400);

    const asked = await azure.post(`${gateway}/backendhealth`);
    expect(asked.status).toBe(202);
    expect((await azure.get(asked.headers.Location)).status).toBe(202);
    azure.pass(10);
    const health = await azure.get(asked.headers.Location);
    expect(JSON.stringify(health.json)).toContain('"health":"Healthy"');
  });

  it('wait for what is not ready', async () => {
    await azure.put(address, { location, sku: { name: 'Standard' } });
    const early = await azure.put(gateway, gatewayBody());
    expect([early.status, early.code]).toEqual([
      409,
      'ReferencedResourceNotProvisioned',
    ]);
  });

  const rule = (properties: object) => {
    const [first] = gatewayBody().properties.requestRoutingRules;
    return {
      requestRoutingRules: [
        { ...first, properties: { ...first.properties, ...properties } },
      ],
    };
  };
  it.each<[string, object, string]>([
    [
      'no policy',
      { firewallPolicy: undefined },
      'ApplicationGatewayFirewallNotConfiguredForSelectedSku',
    ],
    [
      'a probe of another protocol',
      {
        probes: [
          { name: 'ready', properties: { protocol: 'Https', path: '/' } },
        ],
      },
      'ApplicationGatewayProbeProtocolMustMatchBackendHttpSettinsProtocol',
    ],
    [
      'a rule without priority',
      rule({ priority: undefined }),
      'ApplicationGatewayRequestRoutingRulePriorityCannotBeEmpty',
    ],
    [
      'an id that leads nowhere',
      rule({ backendAddressPool: own('backendAddressPools', 'x') }),
      'InvalidResourceReference',
    ],
    [
      'a subnet that is not there',
      {
        gatewayIPConfigurations: [
          {
            name: 'ip',
            properties: { subnet: { id: `${network}/subnets/no` } },
          },
        ],
      },
      'InvalidResourceReference',
    ],
    ['no listener', { httpListeners: [] }, 'ApplicationGatewayPropertyMissing'],
  ])('refuse %s', async (_, properties, code) => {
    const refused = await azure.put(gateway, gatewayBody(properties));
    expect([refused.status, refused.code]).toEqual([400, code]);
  });

  it('have groups whose rules do not clash', async () => {
    const nsg = at('networkSecurityGroups/nsg');
    const one = (name: string, more: JsonObject = {}) => ({
      name,
      properties: {
        ...{
          priority: 100,
          direction: 'Inbound',
          access: 'Allow',
          protocol: 'Tcp',
        },
        ...{ sourceAddressPrefix: '*', sourcePortRange: '*' },
        ...{ destinationAddressPrefix: '*', destinationPortRange: '443' },
        ...more,
      },
    });
    const put = (...securityRules: object[]) =>
      azure.put(nsg, { location, properties: { securityRules } });

    expect((await put(one('a'), one('b'))).code).toBe('SecurityRuleConflict');
    expect((await put(one('a', { priority: 1 }))).code).toBe(
      'SecurityRuleInvalidPriority',
    );
    expect((await put(one('a', { sourcePortRange: undefined }))).code).toBe(
      'SecurityRuleParameterNotSpecified',
    );
    expect((await put(one('a'))).json.properties).toMatchObject({
      defaultSecurityRules: expect.arrayContaining([
        expect.objectContaining({ name: 'DenyAllInBound' }),
      ]),
    });
    azure.pass(10);
    const subnet = {
      properties: {
        addressPrefix: '10.240.6.0/24',
        networkSecurityGroup: { id: nsg },
      },
    };
    await azure.put(`${network}/subnets/edge`, subnet);
    azure.pass(10);
    expect((await azure.remove(nsg)).code).toBe(
      'InUseNetworkSecurityGroupCannotBeDeleted',
    );
  });
});
