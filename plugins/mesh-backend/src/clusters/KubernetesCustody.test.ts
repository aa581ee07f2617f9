import { mockServices } from '@backstage/backend-test-utils';
import {
  isOwned,
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import type { KubernetesApi } from '@meshwright/sandbox';
import { describeOnServers } from './__testUtils__/describeOnServers';
import { KubernetesMeshCluster } from './KubernetesMeshCluster';

jest.setTimeout(60_000);

const instance = 'test';
const ours = { [LABEL_MANAGED_BY]: 'meshwright', [LABEL_INSTANCE]: instance };
const spec = { podSelector: { matchLabels: { app: 'api' } } };
const path = '/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies/allow';
const claimPath =
  '/api/v1/namespaces/mesh-system/configmaps/meshwright-instance';

const policy = (
  metadata: Partial<MeshObject['metadata']> = {},
): MeshObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: {
    ...{ name: 'allow', namespace: 'shop', labels: { ...ours, tier: 'web' } },
    annotations: { 'meshwright.io/digest': 'abc' },
    ...metadata,
  },
  spec,
});
const account: MeshObject = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: {
    ...{ name: 'api', namespace: 'shop' },
    labels: { [LABEL_INSTANCE]: instance, [LABEL_MANAGED_BY]: 'helm' },
  },
};

describeOnServers('KubernetesCustody', start => {
  let api: KubernetesApi;
  let cluster: KubernetesMeshCluster;

  beforeEach(async () => {
    api = await start();
    await api.seed(
      ['shop', 'mesh-system'].map(name => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      })),
    );
    cluster = KubernetesMeshCluster.create({
      name: 'dev',
      credentials: async () => ({ kubeconfig: api.kubeconfig }),
      rootNamespace: 'mesh-system',
      logger: mockServices.logger.mock(),
    });
  });

  afterEach(() => api.stop());

  async function call(method: string, at: string, body?: unknown) {
    const response = await fetch(api.url + at, {
      method,
      headers: { 'content-type': 'application/merge-patch+json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return response.json();
  }
  const create = (desired: MeshObject) =>
    cluster.apply(
      ...([
        {
          ...{ target: 'object', type: 'create' },
          ...{ key: objectKey(desired), desired },
        },
        { instance },
      ] as Parameters<KubernetesMeshCluster['apply']>),
    );
  const readAllow = async () =>
    (await cluster.list()).objects.find(
      ({ metadata }) => metadata.name === 'allow',
    )!;

  describe('of an object', () => {
    it('takes everything of ours off, and leaves the rest in force', async () => {
      await create(policy());
      await call('PATCH', `${path}?fieldManager=kubectl`, {
        metadata: { labels: { team: 'shop' } },
      });
      const live = await readAllow();

      const result = await cluster.custody.transfer(live, { from: instance });

      expect(result).toEqual({ outcome: 'applied' });
      const after = await call('GET', path);
      expect(after.metadata.uid).toBe(live.metadata.uid);
      expect(after.metadata.labels).toEqual({ tier: 'web', team: 'shop' });
      expect(after.metadata.annotations ?? {}).toEqual({});
      expect(after.spec).toMatchObject(spec);
      expect(
        after.metadata.managedFields.map(
          ({ manager }: { manager: string }) => manager,
        ),
      ).toEqual(['kubectl']);
    });

    it('owns no field afterwards, also when nobody else does', async () => {
      await create(policy());

      await cluster.custody.transfer(await readAllow(), { from: instance });

      const after = await call('GET', path);
      expect(after.metadata.managedFields ?? []).toEqual([]);
      expect(after.spec).toMatchObject(spec);
    });

    it('makes it another installation’s, which can change it then', async () => {
      await create(policy());
      const live = await readAllow();

      const result = await cluster.custody.transfer(live, {
        ...{ from: instance, to: 'next' },
      });

      expect(result).toEqual({ outcome: 'applied' });
      const taken = await readAllow();
      expect(isOwned(taken, 'next')).toBe(true);
      expect(taken.metadata).toMatchObject({ uid: live.metadata.uid });
      // Nothing is left that an interrupted creation would leave.
      expect(taken.metadata.managedFields).toBeUndefined();
      const desired = policy({
        labels: { ...ours, [LABEL_INSTANCE]: 'next' },
        annotations: {},
      });
      const updated = await cluster.apply(
        {
          ...{ target: 'object', type: 'update' },
          ...{ key: objectKey(desired), live: taken, desired },
        },
        { instance: 'next' },
      );
      expect(updated.outcome).toBe('applied');
      const { metadata } = await call('GET', path);
      expect(metadata.labels).toEqual(desired.metadata.labels);
    });

    it('takes over what nobody manages', async () => {
      await api.seed([policy({ labels: undefined, annotations: undefined })]);

      await cluster.custody.transfer(await readAllow(), { to: instance });

      expect(isOwned(await readAllow(), instance)).toBe(true);
    });

    it('leaves what others said about an account alone', async () => {
      await api.seed([account]);
      const live = (await cluster.list()).objects.find(
        ({ kind, metadata }) =>
          kind === 'ServiceAccount' && metadata.name === 'api',
      )!;

      await cluster.custody.transfer(live, { from: instance });

      const after = await call(
        'GET',
        '/api/v1/namespaces/shop/serviceaccounts/api',
      );
      expect(after.metadata.labels).toEqual({ [LABEL_MANAGED_BY]: 'helm' });
    });

    it.each<[string, { from?: string; to?: string }, RegExp]>([
      ['is another’s', { from: 'other' }, /labels of the installation 'other'/],
      ['is somebody’s', { to: 'next' }, /somebody manages it already/],
    ])('leaves one alone that %s', async (_, transfer, message) => {
      await create(policy());
      const live = await readAllow();

      const result = await cluster.custody.transfer(live, transfer);

      expect(result).toMatchObject({ outcome: 'conflict' });
      expect(result.message).toMatch(message);
      expect(await readAllow()).toEqual(live);
    });

    it('leaves one alone that changed since it was read', async () => {
      await create(policy());
      const live = await readAllow();
      await call('PATCH', path, { metadata: { labels: { team: 'shop' } } });

      const result = await cluster.custody.transfer(live, { from: instance });

      expect(result.message).toMatch(/changed since it was read/);
      expect(isOwned(await readAllow(), instance)).toBe(true);
    });

    it('has nothing to do for one that is gone', async () => {
      await create(policy());
      const live = await readAllow();
      await call('DELETE', path);

      expect(await cluster.custody.transfer(live, { from: instance })).toEqual({
        outcome: 'applied',
      });
    });
  });

  describe('of a cluster', () => {
    const takeOver = (from: string, to: string) =>
      cluster.custody.takeOver({
        ...{ from, to, by: 'user:default/ada', reason: 'It is retired' },
      });

    it('reads without claiming', async () => {
      expect(await cluster.custody.read()).toBeUndefined();
      expect((await call('GET', claimPath)).code).toBe(404);
    });

    it('goes over from the installation that was seen, and says why', async () => {
      await cluster.claim('first');

      const claim = await takeOver('first', 'second');

      expect(claim.instance).toBe('second');
      expect(await cluster.claim('first')).toEqual(claim);
      const { data, metadata } = await call('GET', claimPath);
      expect(data).toMatchObject({
        ...{ formerInstance: 'first', by: 'user:default/ada' },
        reason: 'It is retired',
      });
      expect(metadata.labels[LABEL_INSTANCE]).toBe('second');
      // Asked again, it is so already.
      expect(await takeOver('first', 'second')).toEqual(claim);
    });

    it('does not go over from one that was not seen', async () => {
      await cluster.claim('first');

      await expect(takeOver('another', 'second')).rejects.toThrow(
        /managed by the instance 'first' and not by 'another'/,
      );
      expect(await cluster.claim('second')).toMatchObject({
        instance: 'first',
      });
    });

    it('goes to one of two that take it over at once', async () => {
      await cluster.claim('first');

      const results = await Promise.allSettled([
        takeOver('first', 'second'),
        takeOver('first', 'third'),
      ]);

      const [won] = results.flatMap(result =>
        result.status === 'fulfilled' ? [result.value.instance] : [],
      );
      expect(results.map(({ status }) => status).sort()).toEqual([
        'fulfilled',
        'rejected',
      ]);
      expect(await cluster.custody.read()).toMatchObject({ instance: won });
    });

    it('is given up by who manages it only', async () => {
      await cluster.claim('first');

      await expect(cluster.custody.giveUp('second')).rejects.toThrow(
        /managed by the instance 'first'/,
      );
      await cluster.custody.giveUp('first');
      await cluster.custody.giveUp('first');

      expect(await cluster.custody.read()).toBeUndefined();
    });
  });
});
