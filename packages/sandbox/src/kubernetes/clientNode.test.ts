import {
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  makeInformer,
} from '@kubernetes/client-node';
import type { KubernetesObject, V1ConfigMap } from '@kubernetes/client-node';
import { startKubernetesApi } from '.';
import type { KubernetesApi } from '.';

let api: KubernetesApi;
let config: KubeConfig;

beforeAll(async () => {
  api = await startKubernetesApi({ port: 0 });
  config = new KubeConfig();
  config.loadFromString(api.kubeconfig);
});
afterAll(() => api.stop());

const policy = (action: string): KubernetesObject & { spec: object } => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name: 'web', namespace: 'default' },
  spec: { action },
});

it('applies custom resources and reports conflicts', async () => {
  const objects = KubernetesObjectApi.makeApiClient(config);
  const apply = (manager: string, action: string, force?: boolean) =>
    objects.patch(
      policy(action),
      undefined,
      undefined,
      manager,
      force,
      PatchStrategy.ServerSideApply,
    );
  const made = await apply('one', 'ALLOW');
  expect(made.metadata?.managedFields).toMatchObject([{ manager: 'one' }]);
  await expect(apply('two', 'DENY')).rejects.toMatchObject({ code: 409 });
  expect(await apply('two', 'DENY', true)).toMatchObject({
    spec: { action: 'DENY' },
  });
  const read = await objects.read(
    policy('') as KubernetesObject & { metadata: { name: string } },
  );
  expect(read).toMatchObject({ spec: { action: 'DENY' } });
});

it('informs of what is added, changed and deleted', async () => {
  const core = config.makeApiClient(CoreV1Api);
  const namespace = 'default';
  const seen: string[] = [];
  const informer = makeInformer<V1ConfigMap>(
    config,
    `/api/v1/namespaces/${namespace}/configmaps`,
    () => core.listNamespacedConfigMap({ namespace }),
  );
  const note = (verb: string) => (object: V1ConfigMap) => {
    seen.push(`${verb} ${object.metadata?.name}`);
  };
  informer.on('add', note('add'));
  informer.on('update', note('update'));
  informer.on('delete', note('delete'));
  await informer.start();
  const body = { metadata: { name: 'a' }, data: { k: '1' } };
  await core.createNamespacedConfigMap({ namespace, body });
  await core.replaceNamespacedConfigMap({
    name: 'a',
    namespace,
    body: { ...body, data: { k: '2' } },
  });
  await core.deleteNamespacedConfigMap({ name: 'a', namespace });
  const end = Date.now() + 4000;
  while (seen.length < 3 && Date.now() < end) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  await informer.stop();
  expect(seen).toEqual(['add a', 'update a', 'delete a']);
});
