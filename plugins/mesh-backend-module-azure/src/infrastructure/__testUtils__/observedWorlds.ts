import type { JsonObject } from '@backstage/types';
import type {
  MeshClusterSpec,
  ProvisionPlan,
} from '@meshwright/plugin-mesh-common';
import {
  buildProvisionPlan,
  listProbes,
  type ObservedInfrastructure,
} from '..';
import { deriveIds } from '../ids';
import { getValue } from '../read';

const VERSIONS: Array<[string, string[]]> = [
  ['1.33', ['AKSLongTermSupport']],
  ['1.34', ['KubernetesOfficial', 'AKSLongTermSupport']],
  ['1.35', ['KubernetesOfficial', 'AKSLongTermSupport']],
  ['1.36', ['KubernetesOfficial', 'AKSLongTermSupport']],
  ['1.37', ['KubernetesOfficial', 'AKSLongTermSupport']],
];

/** What a subscription without the cluster looks like. */
export function emptyWorld(spec: MeshClusterSpec): ObservedInfrastructure {
  const subscription = `/subscriptions/${spec.subscriptionId}`;
  const resources: ObservedInfrastructure['resources'] = {};
  for (const { id } of listProbes(spec).resources) {
    const name = id.slice(id.lastIndexOf('/') + 1);
    resources[id.toLowerCase()] =
      /^\/subscriptions\/[^/]+\/providers\/[^/]+$/i.test(id)
        ? { id, namespace: name, registrationState: 'Registered' }
        : null;
  }
  resources[subscription.toLowerCase()] = {
    id: subscription,
    tenantId: '22222222-2222-2222-2222-222222222222',
  };
  return { resources, lists: lists(spec), unreadable: {}, objects: null };
}

function lists(spec: MeshClusterSpec): ObservedInfrastructure['lists'] {
  const usage = (value: string, limit: number): JsonObject => ({
    name: { value, localizedValue: value },
    currentValue: 4,
    limit,
  });
  return {
    kubernetesVersions: VERSIONS.map(([version, supportPlan]) => ({
      version,
      capabilities: { supportPlan },
    })),
    meshRevisions: [
      {
        name: 'istio',
        properties: {
          meshRevisions: [
            revision('asm-1-29', ['1.34', '1.35', '1.36']),
            revision('asm-1-30', ['1.34', '1.35', '1.36']),
          ],
        },
      },
    ],
    computeUsages: [
      usage('cores', 10_000),
      usage('standardDDSv5Family', 9_000),
    ],
    networkUsages: [usage('PublicIPAddresses', 100)],
    sizes: [
      {
        name: spec.nodes.size,
        resourceType: 'virtualMachines',
        family: 'standardDDSv5Family',
        locationInfo: [{ location: spec.region, zones: ['1', '2', '3'] }],
        capabilities: [{ name: 'vCPUs', value: '4' }],
        restrictions: [],
      },
    ],
    permissions: [{ actions: ['*'], notActions: [] }],
    groupPermissions: [],
    groupResources: [],
    deletedWorkspaces: [],
    zoneRecords: [],
  };
}

function revision(name: string, versions: string[]): JsonObject {
  return {
    revision: name,
    upgrades: [],
    compatibleWith: [
      { name: 'KubernetesOfficial', versions },
      { name: 'AKSLongTermSupport', versions: ['1.33', ...versions] },
    ],
  };
}

/** The world after a plan was carried out, with what a server adds. */
export function worldAfter(
  before: ObservedInfrastructure,
  plan: ProvisionPlan,
): ObservedInfrastructure {
  const resources = { ...before.resources };
  const objects: Record<string, JsonObject | null> = { ...before.objects };
  for (const { target, operation, resource, body } of plan.steps) {
    if (target === 'arm' && operation === 'create') {
      resources[resource.id.toLowerCase()] = answer(resource.id, body);
    } else if (target === 'kubernetes' && body) {
      objects[resource.id] = body;
    }
  }
  const known = {
    ...before,
    resources,
    objects,
  };
  for (const key of Object.keys(resources)) {
    const resource = resources[key];
    resources[key] = resource && fill(resource, resources);
  }
  return known;
}

function answer(id: string, body: JsonObject = {}): JsonObject {
  const properties = (body.properties ?? {}) as JsonObject;
  const isProvider = /^\/subscriptions\/[^/]+\/providers\/[^/]+$/i.test(id);
  return {
    ...body,
    id: id.toUpperCase().replace(/^\/SUBSCRIPTIONS/, '/subscriptions'),
    name: id.slice(id.lastIndexOf('/') + 1),
    ...(isProvider && { registrationState: 'Registered' }),
    properties: {
      ...properties,
      provisioningState: 'Succeeded',
      ...(/userAssignedIdentities/i.test(id) && {
        principalId: '33333333-3333-3333-3333-333333333333',
      }),
    },
  };
}

/** References become what they stand for. */
function fill(
  value: JsonObject,
  resources: ObservedInfrastructure['resources'],
): JsonObject {
  return JSON.parse(
    JSON.stringify(value, (_, inner) =>
      inner && typeof inner === 'object' && '$from' in inner
        ? getValue(
            resources[String(inner.$from).toLowerCase()] ?? undefined,
            String(inner.$path),
          )
        : inner,
    ),
  );
}

/** Looks again, for what was not known to be of interest before. */
export function lookAgain(
  spec: MeshClusterSpec,
  observed: ObservedInfrastructure,
): ObservedInfrastructure {
  const resources = { ...observed.resources };
  for (const { id } of listProbes(spec, observed).resources) {
    resources[id.toLowerCase()] ??= null;
  }
  return { ...observed, resources };
}

/** With a cluster, a network and a zone that others made. */
export function adoptedWorld(spec: MeshClusterSpec): ObservedInfrastructure {
  const before = emptyWorld(spec);
  const plan = buildProvisionPlan(spec, { observed: before, instance: 'test' });
  const after = worldAfter(before, plan);
  const ids = deriveIds(spec);
  const resources = { ...before.resources };
  const tags = { team: 'other' };
  for (const id of [ids.group, ids.zone, ids.virtualNetwork, ids.cluster]) {
    const key = id.toLowerCase();
    resources[key] = { ...after.resources[key], tags };
  }
  const network = copyProperties(resources, ids.virtualNetwork);
  network.subnets = [
    { name: 'theirs', properties: { addressPrefix: '10.240.99.0/24' } },
    ...(Array.isArray(network.subnets) ? network.subnets.slice(0, 1) : []),
  ];
  const cluster = copyProperties(resources, ids.cluster);
  cluster.serviceMeshProfile = { mode: 'Disabled' };
  cluster.agentPoolProfiles = [
    ...(Array.isArray(cluster.agentPoolProfiles)
      ? cluster.agentPoolProfiles
      : []),
    { name: 'gpu', count: 1 },
  ];
  resources[ids.cluster.toLowerCase()] = {
    ...resources[ids.cluster.toLowerCase()],
    identity: { type: 'SystemAssigned', principalId: 'a-principal' },
  };
  return lookAgain(spec, { ...before, resources, objects: {} });
}

/** A copy of the properties of a resource, to be changed. */
function copyProperties(
  resources: ObservedInfrastructure['resources'],
  id: string,
): JsonObject {
  const key = id.toLowerCase();
  const found = structuredClone(resources[key]?.properties ?? {}) as JsonObject;
  resources[key] = { ...resources[key], properties: found };
  return found;
}
