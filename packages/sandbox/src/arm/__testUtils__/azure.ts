import { isObject, type JsonObject } from '../core/json';
import type { ArmAnswer } from '../core/wire';
import { type ArmCoreOptions, createArm } from '../createArm';

export const subscription = '00000000-0000-0000-0000-000000000001';
export const group = `/subscriptions/${subscription}/resourceGroups/rg`;
export const network = `${group}/providers/Microsoft.Network/virtualNetworks/vnet`;
export const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-mesh`;
export const cluster = `${group}/providers/Microsoft.ContainerService/managedClusters/mesh`;
export const NETWORK_CONTRIBUTOR = '4d97b98b-1d4f-4787-a291-c67834d212e7';

const VERSIONS: Array<[RegExp, string]> = [
  [/privateDns/i, '2024-06-01'],
  [/Microsoft\.Network\//i, '2026-01-01'],
  [/Microsoft\.ContainerService\//i, '2026-06-01'],
  [/roleAssignments|permissions/i, '2022-04-01'],
  [/ManagedIdentity/i, '2024-11-30'],
  [/KeyVault/i, '2026-02-01'],
  [/OperationalInsights/i, '2025-07-01'],
  [/Microsoft\.Insights/i, '2024-03-11'],
  [/Microsoft\.Monitor/i, '2023-04-03'],
  [/AlertsManagement/i, '2023-03-01'],
];

/** What came back, with its body taken for an object. */
export type Answer = ArmAnswer & { json: JsonObject; code?: unknown };

/** An Azure whose clock only tests move. */
export function startAzure(options: Partial<ArmCoreOptions> = {}) {
  let now = Date.parse('2026-11-25T10:00:00Z');
  const core = createArm({
    subscriptionId: subscription,
    resourceGroup: 'rg',
    zones: [],
    clusters: [],
    speed: 1,
    now: () => now,
    ...options,
  });
  const send = async (
    method: string,
    path: string,
    more: { body?: object; headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    // The innermost provider says which version is meant.
    const inner = path.slice(Math.max(0, path.lastIndexOf('/providers/')));
    const version = VERSIONS.find(([pattern]) => pattern.test(inner));
    const sign = path.includes('?') ? '&' : '?';
    const isWhole = path.includes('api-version=');
    const url = path.replace('https://management.azure.com', '');
    const answered = await core.handle({
      method,
      url: isWhole
        ? url
        : `${url}${sign}api-version=${version?.[1] ?? '2025-04-01'}`,
      headers: {
        authorization: `Bearer ${core.issueToken()}`,
        ...more.headers,
      },
      ...(more.body && { body: JSON.stringify(more.body) }),
    });
    const json = isObject(answered.body) ? answered.body : {};
    const error = isObject(json.error) ? json.error : json;
    return { ...answered, json, code: error.code };
  };
  return {
    core,
    send,
    /** Lets seconds pass. */
    pass(seconds: number) {
      now += seconds * 1000;
    },
    get: (path: string) => send('GET', path),
    put: (path: string, body: object, headers?: Record<string, string>) =>
      send('PUT', path, { body, headers }),
    remove: (path: string) => send('DELETE', path),
    post: (path: string, body?: object) => send('POST', path, { body }),
  };
}

export type Azure = ReturnType<typeof startAzure>;

export const location = 'westeurope';

export function networkBody(
  subnets?: Array<{ name: string; range: string }>,
  range = '10.240.0.0/16',
) {
  return {
    location,
    properties: {
      addressSpace: { addressPrefixes: [range] },
      ...(subnets && {
        subnets: subnets.map(subnet => ({
          name: subnet.name,
          properties: { addressPrefix: subnet.range },
        })),
      }),
    },
  };
}

/** A cluster as the product asks for it. */
export function clusterBody(properties: object = {}, more: object = {}) {
  return {
    location,
    identity: {
      type: 'UserAssigned',
      userAssignedIdentities: { [identity]: {} },
    },
    properties: {
      dnsPrefix: 'mesh',
      kubernetesVersion: '1.35',
      agentPoolProfiles: [
        {
          name: 'system',
          mode: 'System',
          vmSize: 'Standard_D4ds_v5',
          count: 3,
          vnetSubnetID: `${network}/subnets/nodes`,
        },
      ],
      networkProfile: {
        networkPlugin: 'azure',
        networkPluginMode: 'overlay',
        networkDataplane: 'cilium',
        networkPolicy: 'cilium',
        podCidr: '192.168.0.0/16',
        serviceCidr: '172.16.0.0/16',
        dnsServiceIP: '172.16.0.10',
      },
      serviceMeshProfile: {
        mode: 'Istio',
        istio: { revisions: ['asm-1-29'] },
      },
      ...properties,
    },
    ...more,
  };
}

/** Network, identity and role, so that a cluster can be made. */
export async function prepareCluster(azure: Azure): Promise<void> {
  await azure.put(
    network,
    networkBody([{ name: 'nodes', range: '10.240.0.0/22' }]),
  );
  const { json } = await azure.put(identity, { location });
  azure.pass(60);
  await grant(azure, (json.properties as JsonObject).principalId);
  azure.pass(60);
}

export function grant(azure: Azure, principalId: unknown, scope = network) {
  const name = 'a2a4b6c8-0000-4000-8000-000000000001';
  return azure.put(
    `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    {
      properties: {
        principalId,
        principalType: 'ServicePrincipal',
        roleDefinitionId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${NETWORK_CONTRIBUTOR}`,
      },
    },
  );
}
