import { randomUUID } from 'node:crypto';
import { refuse } from '../ArmError';
import { checkCluster } from '../clusters/checkCluster';
import { describeCluster } from '../clusters/describeCluster';
import { listAt, objectAt, textAt, textsAt } from '../core/json';
import { operationHeaders } from '../core/operationAnswers';
import { groupIdOf } from '../core/parseTarget';
import type { Operation, Resource } from '../core/Resource';
import type { ActionContext, ResourceType } from '../core/ResourceType';
import { answer } from '../core/wire';
import type { World } from '../core/World';

/** What AKS does by itself after a cluster was made. */
const BACKGROUND_SECONDS = 30;

/** `Microsoft.ContainerService/managedClusters`. */
export const managedClusters: ResourceType = {
  type: 'Microsoft.ContainerService/managedClusters',
  apiVersions: [
    '2026-06-01',
    '2026-05-01',
    '2026-03-01',
    '2026-01-01',
    '2025-10-01',
    '2025-08-01',
    '2025-07-01',
    '2025-05-01',
    '2025-03-01',
    '2024-09-01',
  ],
  location: 'region',
  etag: 'eTag',
  flatErrors: true,
  namePattern: /^[A-Za-z0-9]([\w-]{0,61}[A-Za-z0-9])?$/,
  form: 'async',
  seconds: { create: 364, update: 158, delete: 300 },
  busy: operation =>
    refuse(
      409,
      'OperationNotAllowed',
      `Operation is not allowed: Another operation (${
        operation.kind === 'create' ? 'Creating' : 'Updating'
      }) is in progress, please wait for it to finish before starting a new operation. See https://aka.ms/aks-pending-operation for more details`,
    ),
  write(context) {
    const { world, id, name, body } = context;
    checkCluster(context);
    const location = textAt(body, 'location') ?? '';
    const filled = describeCluster(world, { id, name, location, body });
    return {
      body: filled,
      also: () => putNodeGroup(world, { id, location, filled }),
    };
  },
  done,
  // AKS writes this segment in its own way.
  show: (_world, { id }) => ({
    id: id.replace('/resourceGroups/', '/resourcegroups/'),
  }),
  gone(world, resource) {
    const group = nodeGroupId(world, resource);
    const kept = world.store.get(group);
    if (kept) {
      world.store.remove(group);
    }
    world.later(async () => world.host?.end(resource.id));
  },
  actions: {
    listclusterusercredential: giveCredential,
    listclusteradmincredential: context => {
      if (
        objectAt(context.resource.body, 'properties').disableLocalAccounts ===
        true
      ) {
        throw refuse(
          400,
          'BadRequest',
          'Getting static credential is not allowed because this cluster is set to disable local accounts.',
        );
      }
      return giveCredential(context);
    },
    abort,
  },
};

function nodeGroupId(world: World, { body }: Resource): string {
  const name = textAt(body, 'properties.nodeResourceGroup');
  return `/subscriptions/${world.subscriptionId}/resourceGroups/${name}`;
}

function putNodeGroup(
  world: World,
  options: { id: string; location: string; filled: Resource['body'] },
): void {
  const { id, location, filled } = options;
  const name = textAt(filled, 'properties.nodeResourceGroup') ?? '';
  const groupId = `${groupIdOf(id).split('/').slice(0, 4).join('/')}/${name}`;
  if (world.store.get(groupId)) {
    return;
  }
  world.store.set({
    id: groupId,
    type: 'Microsoft.Resources/resourceGroups',
    name,
    body: { location, managedBy: id, tags: {}, properties: {} },
    hidden: {},
    state: 'Succeeded',
    etag: randomUUID(),
    createdAt: world.now(),
    changedAt: world.now(),
  });
}

function done(world: World, resource: Resource, operation?: Operation): void {
  if (operation?.kind === 'create' && operation.outcome === 'Succeeded') {
    resource.state = 'Updating';
    world.begin(resource, {
      kind: 'background',
      seconds: BACKGROUND_SECONDS,
      startsAt: operation.endsAt,
    });
  }
  if (operation?.outcome === 'Failed') {
    resource.body.properties = {
      ...objectAt(resource.body, 'properties'),
      status: { provisioningError: operation.error },
    };
  }
  if (operation?.outcome === 'Succeeded' && operation.kind !== 'background') {
    runCluster(world, resource);
  }
}

/** Lets the cluster's own Kubernetes run; also after a restart. */
export function runCluster(world: World, resource: Resource): void {
  const { host } = world;
  if (!host) {
    return;
  }
  const properties = objectAt(resource.body, 'properties');
  const gateways = listAt(
    properties,
    'serviceMeshProfile.istio.components.ingressGateways',
  ).filter(({ enabled }) => enabled === true);
  world.later(() =>
    host.run({
      id: resource.id,
      name: resource.name,
      revisions: textsAt(properties, 'serviceMeshProfile.istio.revisions'),
      kubernetesVersion: String(properties.currentKubernetesVersion),
      hasInternalGateway: gateways.some(({ mode }) => mode === 'Internal'),
      hasExternalGateway: gateways.some(({ mode }) => mode === 'External'),
    }),
  );
}

/** After a restart: what was there runs again. */
export function resumeClusters(world: World): void {
  for (const resource of world.store.all(managedClusters.type)) {
    const isThere = !['Creating', 'Deleting'].includes(resource.state);
    if (isThere && !world.kubeconfigs.has(resource.id.toLowerCase())) {
      runCluster(world, resource);
    }
  }
}

function giveCredential({ world, resource }: ActionContext) {
  if (resource.state === 'Creating') {
    throw refuse(
      404,
      'NotFound',
      `Could not find credentials of the cluster '${resource.name}': it is being created.`,
    );
  }
  const fixed = world.kubeconfigs.get(resource.id.toLowerCase());
  const kubeconfig = fixed?.() ?? world.host?.kubeconfig(resource.id) ?? '';
  const value = Buffer.from(kubeconfig).toString('base64');
  return answer(200, { kubeconfigs: [{ name: 'clusterUser', value }] });
}

/** Ends the newest operation; the cluster stays as far as it came. */
function abort({ world, resource }: ActionContext) {
  const [running] = world.store
    .pendingAt(resource.id)
    .filter(({ kind }) => kind !== 'action')
    .slice(-1);
  if (!running) {
    throw refuse(
      400,
      'OperationNotAllowed',
      'There is no operation in progress that could be aborted.',
    );
  }
  running.outcome = 'Canceled';
  running.endsAt = world.now();
  running.error = {
    code: 'OperationPreempted',
    message: 'The operation was aborted.',
  };
  const operation = world.begin(
    { ...resource, id: `${resource.id}/abort` },
    { kind: 'action', seconds: 5 },
  );
  return {
    status: 202,
    headers: operationHeaders(world, managedClusters, operation),
  };
}
