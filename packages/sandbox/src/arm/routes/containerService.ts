import { refuse } from '../ArmError';
import { textAt, textsAt } from '../core/json';
import { answer } from '../core/wire';
import type { World } from '../core/World';
import type { MeshRevision } from '../facts/Facts';
import { pathPattern, type Route, type RouteContext } from './Route';

const BASE = '/providers/Microsoft.ContainerService/locations/*';
const CLUSTER =
  '/resourceGroups/*/providers/Microsoft.ContainerService/managedClusters/*';

/** What versions of Kubernetes and of the mesh there are. */
export const containerServiceRoutes: Route[] = [
  {
    method: 'GET',
    pattern: pathPattern(`${BASE}/kubernetesVersions`),
    run: ({ world }) => answer(200, { values: listVersions(world) }),
  },
  {
    method: 'GET',
    pattern: pathPattern(`${BASE}/meshRevisionProfiles`),
    run: context => answer(200, { value: [meshProfile(context)] }),
  },
  {
    method: 'GET',
    pattern: pathPattern(`${BASE}/meshRevisionProfiles/istio`),
    run: context => answer(200, meshProfile(context)),
  },
  {
    method: 'GET',
    pattern: pathPattern(`${CLUSTER}/meshUpgradeProfiles`),
    run: context => answer(200, { value: [upgradeProfile(context)] }),
  },
  {
    method: 'GET',
    pattern: pathPattern(`${CLUSTER}/meshUpgradeProfiles/istio`),
    run: context => answer(200, upgradeProfile(context)),
  },
];

function listVersions(world: World) {
  const all = world.facts.kubernetesVersions;
  return all.map((one, index) => ({
    version: one.version,
    ...(one.isDefault && { isDefault: true }),
    capabilities: { supportPlan: one.supportPlans },
    patchVersions: Object.fromEntries(
      one.patches.map(patch => [
        patch,
        { upgrades: all[index + 1]?.patches ?? [] },
      ]),
    ),
  }));
}

function meshProfile({ world, parts }: RouteContext) {
  return {
    id: `/subscriptions/${world.subscriptionId}/providers/Microsoft.ContainerService/locations/${parts[0]}/meshRevisionProfiles/istio`,
    name: 'istio',
    type: 'Microsoft.ContainerService/locations/meshRevisionProfiles',
    properties: { meshRevisions: world.facts.meshRevisions.map(toWire) },
  };
}

/** Clients meet one entry of old, or two of new; here they meet all. */
function toWire({ revision, upgrades, kubernetes, longTerm }: MeshRevision) {
  return {
    revision,
    upgrades,
    compatibleWith: revision.endsWith('-29')
      ? [{ name: 'kubernetes', versions: kubernetes }]
      : [
          { name: 'KubernetesOfficial', versions: kubernetes },
          { name: 'AKSLongTermSupport', versions: longTerm },
        ],
  };
}

function upgradeProfile({ world, parts }: RouteContext) {
  const [group, name] = parts;
  const id = `/subscriptions/${world.subscriptionId}/resourceGroups/${group}/providers/Microsoft.ContainerService/managedClusters/${name}`;
  const cluster = world.store.get(id);
  const at = 'properties.serviceMeshProfile.istio.revisions';
  const revisions = textsAt(cluster?.body, at);
  if (!cluster || revisions.length === 0) {
    throw refuse(404, 'NotFound', `The cluster '${name}' has no service mesh.`);
  }
  if (revisions.length > 1) {
    throw refuse(
      409,
      'OperationNotAllowed',
      'Mesh upgrade is in progress. Please complete or roll back the current upgrade before attempting to retrieve versions available for upgrade',
    );
  }
  const minor = textAt(cluster.body, 'properties.kubernetesVersion');
  const found = world.facts.meshRevisions.find(
    ({ revision }) => revision === revisions[0],
  );
  return {
    id: `${cluster.id}/meshUpgradeProfiles/istio`,
    name: 'istio',
    type: 'Microsoft.ContainerService/managedClusters/meshUpgradeProfiles',
    properties: {
      revision: revisions[0],
      upgrades: found?.upgrades ?? [],
      compatibleWith: [
        { name: 'kubernetes', versions: found?.kubernetes ?? [minor] },
      ],
    },
  };
}
