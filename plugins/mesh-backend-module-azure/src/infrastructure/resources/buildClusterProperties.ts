import type { JsonObject } from '@backstage/types';
import type { PlanContext } from '../PlanContext';

const POOL = 'system';

/** All that a new cluster is. */
export function buildClusterProperties(context: PlanContext): JsonObject {
  const { spec, ids, versions } = context;
  const { kubernetes, network } = spec;
  return {
    ...(versions.kubernetes && { kubernetesVersion: versions.kubernetes }),
    ...(versions.isLongTerm && { supportPlan: 'AKSLongTermSupport' }),
    dnsPrefix: spec.name,
    nodeResourceGroup: `rg-${spec.name}-nodes`,
    nodeResourceGroupProfile: { restrictionLevel: 'ReadOnly' },
    enableRBAC: true,
    disableLocalAccounts: true,
    aadProfile: {
      managed: true,
      enableAzureRBAC: true,
      adminGroupObjectIDs: kubernetes.adminGroups,
    },
    apiServerAccessProfile: buildAccess(spec.kubernetes.access),
    autoUpgradeProfile: {
      upgradeChannel: kubernetes.upgradeChannel,
      nodeOSUpgradeChannel: kubernetes.nodeImageChannel,
    },
    agentPoolProfiles: [buildPool(context)],
    networkProfile: {
      networkPlugin: 'azure',
      networkPluginMode: 'overlay',
      networkDataplane: 'cilium',
      networkPolicy: 'cilium',
      loadBalancerSku: 'standard',
      outboundType: 'loadBalancer',
      podCidr: network.pods,
      serviceCidr: network.services,
      dnsServiceIP: network.dnsAddress,
    },
    addonProfiles: {
      azureKeyvaultSecretsProvider: {
        enabled: true,
        config: { enableSecretRotation: 'true', rotationPollInterval: '2m' },
      },
      omsagent: {
        enabled: true,
        config: {
          logAnalyticsWorkspaceResourceId: ids.logs,
          useAADAuth: 'true',
        },
      },
    },
    ...buildMeshProperties(context),
  };
}

/** What a mesh needs of a cluster that others made; the rest is theirs. */
export function buildAdoptedProperties(context: PlanContext): JsonObject {
  return buildMeshProperties(context);
}

function buildMeshProperties({ versions }: PlanContext): JsonObject {
  return {
    oidcIssuerProfile: { enabled: true },
    securityProfile: { workloadIdentity: { enabled: true } },
    azureMonitorProfile: { metrics: { enabled: true } },
    serviceMeshProfile: {
      mode: 'Istio',
      istio: {
        revisions: versions.revisions,
        components: {
          ingressGateways: [{ mode: 'Internal', enabled: true }],
          proxyRedirectionMechanism: 'CNIChaining',
        },
      },
    },
  };
}

/** Commands through Azure would be a way around the network's rules. */
function buildAccess(
  access: PlanContext['spec']['kubernetes']['access'],
): JsonObject {
  return access.type === 'private'
    ? {
        enablePrivateCluster: true,
        privateDNSZone: 'system',
        disableRunCommand: true,
      }
    : { authorizedIPRanges: access.ranges, disableRunCommand: true };
}

function buildPool({ spec, ids }: PlanContext): JsonObject {
  const { nodes, kubernetes } = spec;
  return {
    name: POOL,
    mode: 'System',
    type: 'VirtualMachineScaleSets',
    osType: 'Linux',
    vmSize: nodes.size,
    count: nodes.min,
    enableAutoScaling: true,
    minCount: nodes.min,
    maxCount: nodes.max,
    maxPods: nodes.maxPods,
    vnetSubnetID: ids.subnets.nodes,
    ...(kubernetes.zones.length > 0 && {
      availabilityZones: kubernetes.zones,
    }),
    upgradeSettings: { maxSurge: '33%' },
  };
}
