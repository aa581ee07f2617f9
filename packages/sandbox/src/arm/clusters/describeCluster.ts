import { createHash } from 'node:crypto';
import {
  isTrue,
  type JsonObject,
  listAt,
  mergeJson,
  objectAt,
  textAt,
  textsAt,
} from '../core/json';
import { groupOf } from '../core/parseTarget';
import type { World } from '../core/World';

/** A GUID that is the same for the same thing. */
function guid(text: string): string {
  const hash = createHash('sha256').update(text.toLowerCase()).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/** The body of a cluster with what Azure adds to what was asked. */
export function describeCluster(
  world: World,
  options: { id: string; name: string; location: string; body?: JsonObject },
): JsonObject {
  const { id, name, location, body = {} } = options;
  const properties = objectAt(body, 'properties');
  const version = textAt(properties, 'kubernetesVersion') ?? '1.35';
  const group =
    textAt(properties, 'nodeResourceGroup') ??
    `MC_${groupOf(id)}_${name}_${location}`;
  const prefix = textAt(properties, 'dnsPrefix') ?? name;
  const filled = mergeJson(defaults(properties), properties);
  return {
    ...body,
    location,
    kind: 'Base',
    sku: mergeJson({ name: 'Base', tier: 'Free' }, objectAt(body, 'sku')),
    ...identityOf(world, { id, body }),
    properties: {
      ...filled,
      kubernetesVersion: version,
      currentKubernetesVersion: patchOf(world, version),
      powerState: { code: 'Running' },
      dnsPrefix: prefix,
      nodeResourceGroup: group,
      maxAgentPools: 100,
      resourceUID: guid(id).replace(/-/g, '').slice(0, 24),
      ...hostsOf({ id, location, prefix, properties }),
      agentPoolProfiles: listAt(properties, 'agentPoolProfiles').map(pool =>
        fillPool(world, pool, version),
      ),
      addonProfiles: fillAddons(world, { id, name, group, properties }),
      identityProfile: {
        kubeletidentity: managed(world, {
          id,
          group,
          name: `${name}-agentpool`,
        }),
      },
      ...(isTrue(properties, 'oidcIssuerProfile.enabled') && {
        oidcIssuerProfile: {
          enabled: true,
          issuerURL: `https://${location}.oic.prod-aks.azure.com/${
            world.tenantId
          }/${guid(id)}/`,
        },
      }),
      serviceMeshProfile: fillMesh(world, properties),
    },
  };
}

function defaults(properties: JsonObject): JsonObject {
  const isOverlay =
    textAt(properties, 'networkProfile.networkPluginMode') === 'overlay';
  return {
    enableRBAC: true,
    supportPlan: 'KubernetesOfficial',
    servicePrincipalProfile: { clientId: 'msi' },
    autoUpgradeProfile: { nodeOSUpgradeChannel: 'NodeImage' },
    securityProfile: {},
    storageProfile: {
      diskCSIDriver: { enabled: true },
      fileCSIDriver: { enabled: true },
      snapshotController: { enabled: true },
    },
    metricsProfile: { costAnalysis: { enabled: false } },
    bootstrapProfile: { artifactSource: 'Direct' },
    nodeProvisioningProfile: { mode: 'Manual', defaultNodePools: 'Auto' },
    networkProfile: {
      networkPlugin: 'azure',
      networkPolicy: 'none',
      networkDataplane: 'azure',
      loadBalancerSku: 'standard',
      outboundType: 'loadBalancer',
      ipFamilies: ['IPv4'],
      serviceCidr: '10.0.0.0/16',
      dnsServiceIP: '10.0.0.10',
      ...(isOverlay && { podCidr: '10.244.0.0/16' }),
      loadBalancerProfile: {
        managedOutboundIPs: { count: 1 },
        backendPoolType: 'nodeIPConfiguration',
      },
    },
  };
}

function hostsOf(options: {
  id: string;
  location: string;
  prefix: string;
  properties: JsonObject;
}): JsonObject {
  const { id, location, prefix, properties } = options;
  const host = `${prefix}-${guid(id).slice(0, 8)}`;
  const azure = `${host}.portal.hcp.${location}.azmk8s.io`;
  const fqdn = `${host}.hcp.${location}.azmk8s.io`;
  const isPrivate = isTrue(
    properties,
    'apiServerAccessProfile.enablePrivateCluster',
  );
  return {
    azurePortalFQDN: azure,
    ...(isPrivate
      ? { privateFQDN: `${host}.${guid(id)}.privatelink.${location}.azmk8s.io` }
      : { fqdn }),
  };
}

function fillPool(world: World, pool: JsonObject, version: string): JsonObject {
  const own = textAt(pool, 'orchestratorVersion') ?? version;
  return {
    osDiskSizeGB: 128,
    osDiskType: 'Managed',
    kubeletDiskType: 'OS',
    maxPods: 250,
    type: 'VirtualMachineScaleSets',
    enableNodePublicIP: false,
    osType: 'Linux',
    osSKU: 'Ubuntu',
    scaleDownMode: 'Delete',
    mode: 'User',
    upgradeSettings: { maxSurge: '10%', maxUnavailable: '0' },
    count: pool.minCount ?? 3,
    ...pool,
    orchestratorVersion: own,
    currentOrchestratorVersion: patchOf(world, own),
    nodeImageVersion: 'AKSUbuntu-2204gen2containerd-202611.09.0',
    powerState: { code: 'Running' },
    provisioningState: 'Succeeded',
  };
}

function fillAddons(
  world: World,
  options: { id: string; name: string; group: string; properties: JsonObject },
): JsonObject {
  const { id, name, group, properties } = options;
  const addons = objectAt(properties, 'addonProfiles');
  return Object.fromEntries(
    Object.keys(addons).map(key => {
      const addon = objectAt(addons, key);
      const own = `${key.toLowerCase()}-${name}`;
      const identity = isTrue(addon, 'enabled') && {
        identity: managed(world, { id, group, name: own }),
      };
      return [key, { config: null, ...addon, ...identity }];
    }),
  );
}

function managed(
  world: World,
  options: { id: string; group: string; name: string },
): JsonObject {
  const { id, group, name } = options;
  return {
    resourceId: `/subscriptions/${world.subscriptionId}/resourcegroups/${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`,
    clientId: guid(`${id} ${name} client`),
    objectId: guid(`${id} ${name} object`),
  };
}

function identityOf(
  world: World,
  options: { id: string; body: JsonObject },
): JsonObject {
  const { id, body } = options;
  const type = textAt(body, 'identity.type');
  if (type !== 'UserAssigned') {
    return {
      identity: {
        type: 'SystemAssigned',
        principalId: guid(`${id} system`),
        tenantId: world.tenantId,
      },
    };
  }
  const asked = Object.keys(objectAt(body, 'identity.userAssignedIdentities'));
  const filled = asked.map(key => {
    const found = world.store.get(key);
    return [
      key,
      {
        clientId: textAt(found?.body, 'properties.clientId'),
        principalId: textAt(found?.body, 'properties.principalId'),
      },
    ];
  });
  return {
    identity: { type, userAssignedIdentities: Object.fromEntries(filled) },
  };
}

function fillMesh(world: World, properties: JsonObject): unknown {
  const profile = objectAt(properties, 'serviceMeshProfile');
  if (textAt(profile, 'mode') !== 'Istio') {
    return profile.mode === undefined ? undefined : profile;
  }
  const [{ revision }] = world.facts.meshRevisions.slice(-2);
  const asked = textsAt(profile, 'istio.revisions');
  return mergeJson(profile, {
    // Without one: the last but one.
    istio: { revisions: asked.length > 0 ? asked : [revision] },
  });
}

/** `1.35` runs as `1.35.4`. */
function patchOf(world: World, version: string): string {
  const minor = version.split('.').slice(0, 2).join('.');
  const found = world.facts.kubernetesVersions.find(
    one => one.version === minor,
  );
  return version === minor
    ? found?.patches.slice(-1)[0] ?? `${minor}.0`
    : version;
}
