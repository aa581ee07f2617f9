import type { JsonObject } from '@backstage/types';
import type {
  ClustersResponse,
  MeshClusterSpec,
  ProvisionPlan,
  ProvisionStep,
} from '@meshwright/plugin-mesh-common';

const sampleSpec: MeshClusterSpec = {
  provider: 'azure',
  name: 'shop-new',
  environment: 'staging',
  owner: 'group:default/platform',
  subscriptionId: '00000000-0000-0000-0000-000000000001',
  resourceGroup: 'rg-shop-new',
  region: 'northeurope',
  tags: {},
  network: {
    range: '10.240.0.0/16',
    subnets: {
      nodes: '10.240.0.0/22',
      ingress: '10.240.4.0/24',
      privateEndpoints: '10.240.6.0/24',
    },
    pods: '10.244.0.0/16',
    services: '10.0.0.0/16',
    ingressAddress: '10.240.4.4',
    dnsAddress: '10.0.0.10',
    peers: [],
    clients: [],
  },
  kubernetes: {
    tier: 'Standard',
    access: { type: 'private' },
    adminGroups: ['11111111-1111-1111-1111-111111111111'],
    upgradeChannel: 'patch',
    nodeImageChannel: 'NodeImage',
    zones: ['1', '2', '3'],
  },
  nodes: { size: 'Standard_D4ds_v5', min: 3, max: 10, maxPods: 110 },
  mesh: { ca: 'istiod' },
  dns: { zone: 'mesh.internal', links: [] },
  monitoring: { logRetentionDays: 30, actionGroups: [] },
};

/** One cluster of ours, one from the configuration, one being made. */
export const sampleClusters: ClustersResponse = {
  items: [
    {
      name: 'shop-weu',
      environment: 'production',
      trustDomain: 'cluster.local',
      revision: 'asm-1-29',
      dnsZone: 'mesh.internal',
      state: 'ready',
      spec: { ...sampleSpec, name: 'shop-weu' },
    },
    {
      name: 'shop-neu',
      environment: 'production',
      trustDomain: 'cluster.local',
      revision: 'asm-1-29',
    },
    {
      name: 'shop-new',
      environment: 'staging',
      trustDomain: 'cluster.local',
      revision: 'asm-1-29',
      state: 'provisioning',
    },
  ],
};

/** What somebody filled in. */
export const sampleAnswers: JsonObject = JSON.parse(JSON.stringify(sampleSpec));

/** A step of the samples. */
export function sampleStep(
  changes: Partial<ProvisionStep> = {},
): ProvisionStep {
  return {
    id: 'network',
    target: 'arm',
    title: 'Virtual network vnet-shop-new',
    operation: 'create',
    reason: 'Nodes and gateways get their addresses from it.',
    resource: {
      id: '/subscriptions/x/resourceGroups/rg-shop-new/providers/Microsoft.Network/virtualNetworks/vnet-shop-new',
      type: 'Microsoft.Network/virtualNetworks',
      name: 'vnet-shop-new',
      apiVersion: '2024-05-01',
    },
    provider: 'Microsoft.Network',
    dependsOn: [],
    changes: [],
    answers: ['network.range'],
    expectedSeconds: 20,
    ...changes,
  };
}

/** A plan that makes two things, changes one and leaves one alone. */
export function samplePlan(
  changes: Partial<ProvisionPlan> = {},
): ProvisionPlan {
  return {
    purpose: 'provision',
    spec: sampleSpec,
    steps: [
      sampleStep(),
      sampleStep({
        id: 'cluster',
        title: 'Cluster shop-new',
        reason: 'It runs the services.',
        dependsOn: ['network'],
        expectedSeconds: 640,
      }),
      sampleStep({
        id: 'nsg',
        title: 'Network security group nsg-shop-new',
        operation: 'update',
        reason: 'A rule for the application gateway is missing.',
        changes: [
          { path: 'properties.flowTimeoutInMinutes', from: 4, to: 10 },
          { path: 'tags.team', to: 'shop' },
        ],
      }),
      sampleStep({
        id: 'logs',
        title: 'Log Analytics workspace log-company',
        operation: 'leave',
        reason: 'It belongs to somebody else; logs go there as they are.',
      }),
    ],
    problems: [],
    addresses: [
      block('range', 'Virtual network', '10.240.0.0/16'),
      block('subnets.nodes', 'Nodes', '10.240.0.0/22'),
      block('subnets.ingress', 'Internal gateway', '10.240.4.0/24'),
      block('pods', 'Pods', '10.244.0.0/16'),
      block('services', 'Services', '10.0.0.0/16'),
    ],
    criticalPath: { steps: ['network', 'cluster'], seconds: 660 },
    cost: {
      currency: 'EUR',
      monthly: 412.4,
      items: [{ label: 'Nodes', monthly: 340, quantity: '3 × D4ds v5' }],
      notIncluded: ['Traffic between zones'],
    },
    digest: 'digest-1',
    ...changes,
  };
}

/** A plan whose pods take addresses of the nodes. */
export function overlappingPlan(): ProvisionPlan {
  const plan = samplePlan();
  return {
    ...plan,
    problems: [
      {
        field: 'network.pods',
        message:
          'The pods (10.240.0.0/16) overlap with the virtual network; choose another range.',
        severity: 'error',
      },
    ],
    addresses: plan.addresses.map(address =>
      address.field === 'pods'
        ? { ...address, range: '10.240.0.0/16', overlaps: ['range'] }
        : address,
    ),
  };
}

function block(
  field: string,
  label: string,
  range: string,
): ProvisionPlan['addresses'][number] {
  return { field, label, range, usable: 1_000, needed: 100, overlaps: [] };
}
