import { clusterBaseline, seedCluster, startControllers } from '.';
import type { Controllers } from '.';
import { KubeClient } from '../client';
import { startKubernetesApi } from '../kubernetes';
import type { KubernetesApi } from '../kubernetes';
import type { KubeObject } from '../kubernetes/types';

let api: KubernetesApi;
let controllers: Controllers;
let client: KubeClient;

beforeEach(async () => {
  api = await startKubernetesApi({ port: 0 });
  await seedCluster(api);
  controllers = startControllers({ url: api.url });
  client = new KubeClient(api.url, 'test');
});

afterEach(async () => {
  await controllers.stop();
  await api.stop();
});

type Loose = KubeObject & { spec: any; status: any }; // eslint-disable-line @typescript-eslint/no-explicit-any

async function eventually<T>(read: () => Promise<T | undefined | false>) {
  const end = Date.now() + 4000;
  for (;;) {
    const found = await read();
    if (found || Date.now() > end) {
      return found as T;
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

async function podsOf(namespace: string): Promise<Loose[]> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const { items } = await client.request<{ items: Loose[] }>('GET', path);
  return items.filter(pod => pod.status.phase === 'Running');
}

function createNamespace(name: string, labels: Record<string, string> = {}) {
  return client.request('POST', '/api/v1/namespaces', {
    value: {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels },
    },
  });
}

const deployments = '/apis/apps/v1/namespaces/shop/deployments';

function createDeployment(replicas: number = 1) {
  return client.request('POST', deployments, {
    value: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: {
            serviceAccountName: 'web',
            containers: [{ name: 'main', image: 'example.com/web:1' }],
          },
        },
      },
    },
  });
}

const restart = (at: string) =>
  client.merge(`${deployments}/web`, {
    spec: { template: { metadata: { annotations: { restartedAt: at } } } },
  });

it('runs the baseline: control plane, gateways, DNS and network agents', async () => {
  const all = await eventually(async () => {
    const { items } = await client.request<{ items: Loose[] }>(
      'GET',
      '/api/v1/pods',
    );
    const running = items.filter(pod => pod.status.phase === 'Running');
    return running.length === 10 && running;
  });
  expect(all.map(pod => pod.metadata.namespace).sort()).toEqual([
    ...Array(4).fill('aks-istio-ingress'),
    ...Array(2).fill('aks-istio-system'),
    ...Array(4).fill('kube-system'),
  ]);
  expect(new Set(all.map(pod => pod.status.podIP)).size).toBe(10);
  expect(all.filter(pod => pod.spec.initContainers)).toEqual([]);
  const path = '/api/v1/namespaces/aks-istio-ingress/services';
  const internal = await eventually(async () => {
    const service = (await client.request(
      'GET',
      `${path}/aks-istio-ingressgateway-internal`,
    )) as Loose;
    return service.status.loadBalancer.ingress && service;
  });
  expect(internal.status.loadBalancer.ingress).toEqual([{ ip: '10.240.4.4' }]);
  expect(internal.spec.clusterIP).toMatch(/^10\.0\./);
});

it('gives a workload pods that are ready, and says so', async () => {
  await createNamespace('shop');
  await createDeployment(2);
  const web = await eventually(async () => {
    const found = (await client.request('GET', `${deployments}/web`)) as Loose;
    return found.status?.readyReplicas === 2 && found;
  });
  expect(web.status.observedGeneration).toBe(web.metadata.generation);
  const pods = await eventually(async () => {
    const found = await podsOf('shop');
    return found.length === 2 && found;
  });
  for (const pod of pods) {
    expect(pod.metadata.labels).toMatchObject({ app: 'web' });
    expect(pod.metadata.ownerReferences).toMatchObject([
      { kind: 'Deployment', name: 'web', uid: web.metadata.uid },
    ]);
    expect(pod.spec.serviceAccountName).toBe('web');
    expect(pod.spec.initContainers).toBeUndefined();
    expect(pod.status.conditions).toContainEqual(
      expect.objectContaining({ type: 'Ready', status: 'True' }),
    );
  }
  await client.request('DELETE', `${deployments}/web`);
  const left = await eventually(
    async () => (await podsOf('shop')).length === 0,
  );
  expect(left).toBe(true);
});

it('injects where the namespace asks for an installed revision', async () => {
  await createNamespace('shop', { 'istio.io/rev': 'asm-1-29' });
  await createDeployment();
  const [pod] = await eventually(async () => {
    const found = await podsOf('shop');
    return found.length === 1 && found;
  });
  expect(pod.spec.initContainers).toMatchObject([
    { name: 'istio-proxy', restartPolicy: 'Always' },
  ]);
  expect(pod.metadata.labels).toMatchObject({
    'security.istio.io/tlsMode': 'istio',
    'service.istio.io/canonical-name': 'web',
  });
  const status = pod.metadata.annotations?.['sidecar.istio.io/status'] ?? '';
  expect(JSON.parse(status).revision).toBe('asm-1-29');
});

it('leaves pods alone whose revision nobody serves', async () => {
  await createNamespace('shop', { 'istio.io/rev': 'asm-9-99' });
  await createDeployment();
  const [pod] = await eventually(async () => {
    const found = await podsOf('shop');
    return found.length === 1 && found;
  });
  expect(pod.spec.initContainers).toBeUndefined();
});

it('injects into running workloads only when their pods restart', async () => {
  await createNamespace('shop');
  await createDeployment();
  const [before] = await eventually(async () => {
    const found = await podsOf('shop');
    return found.length === 1 && found;
  });
  await client.merge('/api/v1/namespaces/shop', {
    metadata: { labels: { 'istio.io/rev': 'asm-1-29' } },
  });
  await new Promise(resolve => setTimeout(resolve, 200));
  const [still] = await podsOf('shop');
  expect(still.metadata.uid).toBe(before.metadata.uid);
  expect(still.spec.initContainers).toBeUndefined();
  await restart('2026-01-01T00:00:00Z');
  const [after] = await eventually(async () => {
    const found = await podsOf('shop');
    return (
      found[0]?.metadata.uid !== before.metadata.uid &&
      found.length === 1 &&
      found
    );
  });
  expect(after.spec.initContainers).toMatchObject([{ name: 'istio-proxy' }]);
});

it('furnishes every namespace', async () => {
  await createNamespace('shop');
  const found = await eventually(async () => {
    const base = '/api/v1/namespaces/shop';
    const names = await Promise.all(
      ['serviceaccounts', 'configmaps'].map(async plural => {
        const path = `${base}/${plural}`;
        const list = await client.request<{ items: Loose[] }>('GET', path);
        return list.items.map(one => one.metadata.name);
      }),
    );
    return names.every(list => list.length > 0) && names;
  });
  expect(found).toEqual([['default'], ['istio-ca-root-cert']]);
});

it('carries on after the API refused and dropped its watches', async () => {
  await createNamespace('shop');
  api.faults.set({ match: { kind: 'Pod' }, status: 503, times: 3 });
  api.faults.closeWatches();
  await createDeployment();
  const pods = await eventually(async () => {
    const found = await podsOf('shop').catch(() => []);
    return found.length === 1 && found;
  });
  expect(pods).toHaveLength(1);
});

it('writes nothing when nothing changes', async () => {
  await createNamespace('shop');
  await createDeployment();
  await eventually(async () => (await podsOf('shop')).length === 1);
  await new Promise(resolve => setTimeout(resolve, 300));
  const version = async () => {
    const path = '/api/v1/namespaces';
    const list = await client.request<{
      metadata: { resourceVersion: string };
    }>('GET', path);
    return list.metadata.resourceVersion;
  };
  const before = await version();
  await new Promise(resolve => setTimeout(resolve, 300));
  expect(await version()).toBe(before);
});

it('describes its baseline without repeating an object', () => {
  const keys = clusterBaseline().map(
    ({ kind, metadata }) => `${kind}/${metadata.namespace}/${metadata.name}`,
  );
  expect(new Set(keys).size).toBe(keys.length);
});
