import { refuse } from '../ArmError';
import { dig, isTrue, type JsonObject, objectAt, textAt } from '../core/json';
import type { WriteContext } from '../core/ResourceType';
import type { World } from '../core/World';
import { requireReference } from '../types/references';
import { checkClusterNetwork } from './checkClusterNetwork';
import { checkLimits, checkPools } from './checkPools';
import { checkMesh } from './checkMesh';

const FIXED = [
  'dnsPrefix',
  'nodeResourceGroup',
  'networkProfile.networkPlugin',
  'networkProfile.networkPluginMode',
  'networkProfile.podCidr',
  'networkProfile.serviceCidr',
  'networkProfile.dnsServiceIP',
  'apiServerAccessProfile.enablePrivateCluster',
];

const ENUMS: Array<[string, string[]]> = [
  ['networkProfile.networkPlugin', ['azure', 'none', 'kubenet']],
  ['networkProfile.networkPluginMode', ['overlay']],
  ['networkProfile.networkDataplane', ['azure', 'cilium']],
  ['networkProfile.networkPolicy', ['none', 'azure', 'calico', 'cilium']],
  [
    'networkProfile.outboundType',
    [
      'loadBalancer',
      'managedNATGateway',
      'userAssignedNATGateway',
      'userDefinedRouting',
      'none',
      'block',
    ],
  ],
  [
    'autoUpgradeProfile.upgradeChannel',
    ['none', 'patch', 'stable', 'rapid', 'node-image'],
  ],
  [
    'autoUpgradeProfile.nodeOSUpgradeChannel',
    ['None', 'Unmanaged', 'NodeImage', 'SecurityPatch'],
  ],
  ['supportPlan', ['KubernetesOfficial', 'AKSLongTermSupport']],
];

/** All that AKS looks at before it begins. */
export function checkCluster(context: WriteContext): void {
  const { world, body, live } = context;
  const properties = objectAt(body, 'properties');
  checkFields(properties);
  checkFixed(context);
  checkIdentity(world, body);
  checkVersion(world, context);
  checkPools(world, properties);
  checkClusterNetwork(world, { body, properties, live });
  checkMesh(world, { properties, live });
  checkAddons(world, properties);
  if (!live) {
    checkLimits(world, properties);
  }
}

function checkFields(properties: JsonObject): void {
  if (
    !textAt(properties, 'dnsPrefix') &&
    !textAt(properties, 'fqdnSubdomain')
  ) {
    throw invalid(
      'dnsPrefix',
      'Required parameter dnsPrefix is missing (null).',
    );
  }
  for (const [path, allowed] of ENUMS) {
    const value = dig(properties, path);
    if (
      value !== undefined &&
      value !== null &&
      !allowed.includes(String(value))
    ) {
      throw invalid(
        path,
        `The value of parameter ${path} is invalid. Allowed values: ${allowed.join(
          ', ',
        )}.`,
      );
    }
  }
  if (
    textAt(properties, 'networkProfile.networkPolicy') === 'cilium' &&
    textAt(properties, 'networkProfile.networkDataplane') !== 'cilium'
  ) {
    throw invalid(
      'networkProfile.networkPolicy',
      'Network policy cilium is only supported with the network dataplane cilium.',
    );
  }
  const access = objectAt(properties, 'apiServerAccessProfile');
  const ranges = access.authorizedIPRanges;
  if (
    isTrue(access, 'enablePrivateCluster') &&
    Array.isArray(ranges) &&
    ranges.length
  ) {
    throw invalid(
      'apiServerAccessProfile.authorizedIPRanges',
      'Authorized IP ranges are not supported with a private cluster.',
    );
  }
}

function checkFixed({ body, live }: WriteContext): void {
  const before = objectAt(live?.body, 'properties');
  const changed = FIXED.find(path => {
    const [was, is] = [
      dig(before, path),
      dig(objectAt(body, 'properties'), path),
    ];
    return live && is !== undefined && (was ?? false) !== is;
  });
  if (changed) {
    throw refuse(
      400,
      'PropertyChangeNotAllowed',
      `Changing property '${changed}' is not allowed.`,
    ).at(changed);
  }
}

function checkIdentity(world: World, body: JsonObject): void {
  const type = textAt(body, 'identity.type');
  if (type === undefined) {
    throw invalid(
      'identity',
      'Either identity or servicePrincipalProfile is required.',
    );
  }
  const ids = Object.keys(objectAt(body, 'identity.userAssignedIdentities'));
  if (type === 'UserAssigned' && ids.length !== 1) {
    throw invalid(
      'identity',
      'A user assigned identity needs exactly one identity.',
    );
  }
  ids.forEach(id =>
    requireReference(world, {
      id,
      type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    }),
  );
}

function checkVersion(world: World, { body, live, name }: WriteContext): void {
  const properties = objectAt(body, 'properties');
  const version = textAt(properties, 'kubernetesVersion');
  if (version === undefined) {
    return;
  }
  const minor = version.split('.').slice(0, 2).join('.');
  const known = world.facts.kubernetesVersions.find(
    one => one.version === minor,
  );
  const plan = textAt(properties, 'supportPlan') ?? 'KubernetesOfficial';
  const fits = known && (version === minor || known.patches.includes(version));
  if (!fits || !known.supportPlans.includes(plan)) {
    throw refuse(
      400,
      'K8sVersionNotSupported',
      `Managed cluster ${name} is on version ${version}, which is not supported in this region${
        fits ? ' without Long-Term Support (LTS)' : ''
      }. Please use [az aks get-versions] command to get the supported version list in this region. For more information, please check https://aka.ms/supported-version-list`,
    );
  }
  if (plan === 'AKSLongTermSupport' && textAt(body, 'sku.tier') !== 'Premium') {
    throw invalid('supportPlan', 'AKSLongTermSupport needs the tier Premium.');
  }
  checkUpgrade(textAt(live?.body, 'properties.kubernetesVersion'), version);
}

function checkUpgrade(from: string | undefined, to: string): void {
  if (from === undefined) {
    return;
  }
  const step = Number(to.split('.')[1]) - Number(from.split('.')[1]);
  if (step < 0 || step > 1) {
    throw refuse(
      400,
      'OperationNotAllowed',
      `Upgrading Kubernetes version ${from} to ${to} is not allowed: one minor version at a time, and never back.`,
    );
  }
}

function checkAddons(world: World, properties: JsonObject): void {
  const agent = objectAt(properties, 'addonProfiles.omsagent');
  if (isTrue(agent, 'enabled')) {
    requireReference(world, {
      id:
        dig(agent, 'config.logAnalyticsWorkspaceResourceID') ??
        dig(agent, 'config.logAnalyticsWorkspaceResourceId'),
      type: 'Microsoft.OperationalInsights/workspaces',
    });
  }
  const vault = textAt(
    properties,
    'serviceMeshProfile.istio.certificateAuthority.plugin.keyVaultId',
  );
  if (vault) {
    requireReference(world, { id: vault, type: 'Microsoft.KeyVault/vaults' });
  }
}

function invalid(target: string, message: string) {
  return refuse(400, 'InvalidParameter', message).at(target);
}
