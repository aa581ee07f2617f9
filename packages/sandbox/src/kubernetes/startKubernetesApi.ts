import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { Access, BOOTSTRAP } from './access';
import type { KnownUser } from './access';
import { FaultBook } from './faults';
import type { Faults } from './faults';
import { findKind } from './resources';
import { ApiServer } from './server';
import { StateFile } from './StateFile';
import { ObjectStore } from './store';
import { refusalFor } from './strict';
import type { KubeObject } from './types';

export type KubernetesApiOptions = {
  /** 0 picks a free one. */
  port: number;
  /** Where objects outlive the process. */
  stateFile?: string;
  host?: '127.0.0.1';
  /** Who may come with a token beside service accounts. */
  users?: readonly KnownUser[];
};

export type SeedObject = Pick<KubeObject, 'apiVersion' | 'kind'> & {
  metadata: { name: string; namespace?: string; [field: string]: unknown };
  [field: string]: unknown;
};

export type KubernetesApi = {
  url: string;
  /** YAML text of a kubeconfig for this API. */
  kubeconfig: string;
  /** Applies objects as their first owner; what exists stays as it is. */
  seed(objects: readonly SeedObject[]): Promise<void>;
  faults: Faults;
  stop(): Promise<void>;
};

/** An API server makes these itself. */
const systemNamespaces = [
  'default',
  'kube-node-lease',
  'kube-public',
  'kube-system',
];

/** A kubeconfig with one cluster, reached without credentials. */
export function kubeconfigFor(url: string, cluster: string): string {
  return [
    'apiVersion: v1',
    'kind: Config',
    `current-context: ${cluster}`,
    'clusters:',
    `  - name: ${cluster}`,
    '    cluster:',
    `      server: ${url}`,
    // Some clients refuse plain HTTP without it.
    '      insecure-skip-tls-verify: true',
    'users:',
    `  - name: ${cluster}`,
    '    user: {}',
    'contexts:',
    `  - name: ${cluster}`,
    '    context:',
    `      cluster: ${cluster}`,
    `      user: ${cluster}`,
    '      namespace: default',
    '',
  ].join('\n');
}

function seedOne(api: ApiServer, object: SeedObject, store: ObjectStore): void {
  const type = findKind(object.apiVersion, object.kind);
  if (!type) {
    throw new Error(
      `The sandbox serves no '${object.kind}' of '${object.apiVersion}'`,
    );
  }
  const { name, namespace } = object.metadata;
  if (store.get(type, namespace, name)) {
    return;
  }
  const version = object.apiVersion.split('/').slice(-1)[0];
  const options = {
    manager: 'sandbox',
    dryRun: false,
    validation: 'Strict' as const,
    warn: () => {},
    duplicates: { warnings: [], reasons: [] },
    refuse: refusalFor({ type, version }, 'create'),
  };
  const { writer } = api.handler;
  // Applied, so that the server's defaults belong to nobody.
  const { status, ...body } = object;
  const at = { type, version, namespace, name };
  writer.apply(at, { body, force: false }, options);
  if (status !== undefined && type.status) {
    const target = { ...at, subresource: 'status' };
    writer.replace(target, object, options);
  }
}

/**
 * Starts a Kubernetes API on loopback, without credentials and for nobody
 * but local clients: requests with an Origin header are refused.
 */
export async function startKubernetesApi(
  options: KubernetesApiOptions,
): Promise<KubernetesApi> {
  const store = new ObjectStore();
  const file = options.stateFile
    ? StateFile.open(options.stateFile, store)
    : undefined;
  const faults = new FaultBook();
  const access = new Access(store, options.users);
  const api = new ApiServer({ store, faults, access });
  const namespaces = systemNamespaces.map(name => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  }));
  for (const object of [...namespaces, ...BOOTSTRAP]) {
    seedOne(api, object, store);
  }
  api.server.listen(options.port, options.host ?? '127.0.0.1');
  await once(api.server, 'listening');
  const { address, port } = api.server.address() as AddressInfo;
  const url = `http://${address}:${port}`;
  return {
    url,
    kubeconfig: kubeconfigFor(url, 'shop-weu'),
    async seed(objects) {
      objects.forEach(object => seedOne(api, object, store));
    },
    faults: {
      set: fault => faults.add(fault),
      clear: () => faults.clear(),
      closeWatches: () => api.handler.watches.closeAll(),
      expireHistory: () => store.compact(),
    },
    async stop() {
      api.handler.collector.stop();
      api.handler.watches.closeAll();
      const closed = once(api.server, 'close');
      api.server.close();
      api.server.closeAllConnections();
      await closed;
      file?.flush();
    },
  };
}
