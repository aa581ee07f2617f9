import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  mockServices,
  type TestDatabases,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { ControlPlane } from '@meshwright/control-plane';
import type { MeshObject, ObjectStatus } from '@meshwright/plugin-mesh-common';
import { kubeconfigFor } from '@meshwright/sandbox';
import { CLUSTER, createWorld } from './createWorld';
import { KubernetesMeshCluster } from '../clusters';

type Hook = (incoming: IncomingMessage, answer: ServerResponse) => unknown;

const PATHS: Record<string, string> = {
  Namespace: '/api/v1/namespaces',
  ServiceAccount: '/api/v1/namespaces/{}/serviceaccounts',
  ConfigMap: '/api/v1/namespaces/{}/configmaps',
  ResourceQuota: '/api/v1/namespaces/{}/resourcequotas',
  NetworkPolicy: '/apis/networking.k8s.io/v1/namespaces/{}/networkpolicies',
  AuthorizationPolicy:
    '/apis/security.istio.io/v1/namespaces/{}/authorizationpolicies',
};

const TYPES: Record<string, string> = {
  PATCH: 'application/merge-patch+json',
  APPLY: 'application/apply-patch+yaml',
};

/** What somebody else does to the cluster, as kubectl does it. */
export function createKubectl(server: ControlPlane) {
  async function send(
    verb: string,
    path: string,
    ...[body, manager = 'kubectl-edit']: [body?: unknown, manager?: string]
  ) {
    const method = verb === 'APPLY' ? 'PATCH' : verb;
    const url = new URL(path, server.proxyUrl);
    if (verb !== 'GET') {
      url.searchParams.set('fieldManager', manager);
    }
    if (verb === 'APPLY') {
      url.searchParams.set('force', 'true');
    }
    const response = await fetch(url, {
      method,
      headers: { 'content-type': TYPES[verb] ?? 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    // What is not served at all is answered in plain text.
    const isJson = response.headers.get('content-type')?.includes('json');
    const answer = isJson ? await response.json() : {};
    if (!response.ok && response.status !== 404) {
      throw new Error(`${verb} ${path}: ${answer.message}`);
    }
    return answer;
  }
  const pathOf = (kind: string, name: string, namespace = '') =>
    `${PATHS[kind].replace('{}', namespace)}${name && `/${name}`}`;
  const pathOfObject = ({ kind, metadata }: MeshObject) =>
    pathOf(kind, metadata.name, metadata.namespace);

  return {
    send,
    create: (object: MeshObject) =>
      send(
        'POST',
        pathOf(object.kind, '', object.metadata.namespace),
        object,
      ) as Promise<MeshObject>,
    edit: (object: MeshObject, body: object) =>
      send('PATCH', pathOfObject(object), body) as Promise<MeshObject>,
    apply: (object: MeshObject, body: object, manager: string) =>
      send(
        'APPLY',
        pathOfObject(object),
        {
          apiVersion: object.apiVersion,
          kind: object.kind,
          metadata: {
            name: object.metadata.name,
            namespace: object.metadata.namespace,
          },
          ...body,
        },
        manager,
      ) as Promise<MeshObject>,
    get: (object: MeshObject) =>
      send('GET', pathOfObject(object)) as Promise<MeshObject>,
    remove: (object: MeshObject) => send('DELETE', pathOfObject(object)),
    async list(kind: string, namespace: string): Promise<MeshObject[]> {
      const { apiVersion, items } = await send(
        'GET',
        pathOf(kind, '', namespace),
      );
      return (items ?? []).map((item: MeshObject) => ({
        ...item,
        apiVersion: apiVersion ?? item.apiVersion,
        kind,
      }));
    },
  };
}

export type Kubectl = ReturnType<typeof createKubectl>;

/** A world whose cluster is a real API server, seen through a proxy. */
export async function createServerWorld(options: {
  databases: TestDatabases;
  server: ControlPlane;
  /** Of the installation: nobody else's objects are ours. */
  instance: string;
  entities: Entity[];
}) {
  const { databases, server, instance, entities } = options;
  const world = await createWorld({
    databases,
    entities,
    instance,
    config: { repairAfterSeconds: 0 },
  });
  const kubectl = createKubectl(server);
  const writes: string[] = [];
  const hooks = { before: undefined as Hook | undefined };
  const proxy = await server.proxy(async (incoming, answer) => {
    const { method = '', url = '' } = incoming;
    // Asking what one may do changes nothing.
    if (method !== 'GET' && !url.startsWith('/apis/authorization.k8s.io/')) {
      writes.push(`${method} ${url.split('?')[0]}`);
      await hooks.before?.(incoming, answer);
    }
    return answer.writableEnded;
  });
  const rootNamespace = `root-${instance}`;
  await kubectl.create({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: rootNamespace },
  });
  const adapter = KubernetesMeshCluster.create({
    name: CLUSTER,
    credentials: async () => ({ kubeconfig: kubeconfigFor(proxy.url, 'real') }),
    rootNamespace,
    logger: mockServices.logger.mock(),
  });
  const managed = { ...world.managed, cluster: adapter };
  const reconciler = world.createReconciler();

  const objectsOf = async (ref: string): Promise<ObjectStatus[]> =>
    (await world.status(ref)).workloads[0].objects;

  const pass = async () => {
    writes.length = 0;
    return reconciler.reconcile(managed, new AbortController().signal);
  };

  return {
    ...world,
    kubectl,
    adapter,
    hooks,
    /** Requests that are no reading, as they reached the proxy. */
    writes,
    pass,
    /** Passes until one changes nothing: a plan may go half the way only. */
    async settle() {
      for (let left = 5; left > 0; left -= 1) {
        if ((await pass()).changes === 0) {
          return;
        }
      }
      throw new Error('The passes come to no end');
    },
    stop: () => proxy.stop(),
    /** Makes a namespace that others made before and that is enforced now. */
    async adopt(name: string) {
      await kubectl.create({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      });
      await world.stores.stages.put({
        cluster: CLUSTER,
        namespace: name,
        stage: 'enforce',
        step: 'network',
        created: false,
        by: 'user:default/petra',
        at: world.clock.now.toISOString(),
        reason: 'In use before',
      });
    },
    objectsOf,
    /** A condition of the first workload of an entity. */
    async condition(ref: string, type: string) {
      const { workloads } = await world.status(ref);
      return workloads[0].conditions.find(one => one.type === type);
    },
    /** A step of an edge from one entity to another. */
    async step(from: string, to: string, step: string) {
      const { workloads } = await world.status(from);
      return workloads[0].outbound
        .find(({ provider }) => provider.entityRef === to)
        ?.steps.find(one => one.step === step);
    },
  };
}
