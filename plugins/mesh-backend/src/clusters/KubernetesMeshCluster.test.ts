import { mockServices } from '@backstage/backend-test-utils';
import {
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import type { ObjectChange } from '@meshwright/plugin-mesh-node';
import type { KubernetesApi } from '@meshwright/sandbox';
import { describeOnServers } from './__testUtils__/describeOnServers';
import { KubernetesMeshCluster } from './KubernetesMeshCluster';

jest.setTimeout(60_000);

const instance = 'test';
const ours = { [LABEL_MANAGED_BY]: 'meshwright', [LABEL_INSTANCE]: instance };

const policy = (
  spec: MeshObject['spec'],
  metadata: Partial<MeshObject['metadata']> = {},
): MeshObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'allow', namespace: 'shop', labels: ours, ...metadata },
  spec,
});
const closed = { podSelector: { matchLabels: { app: 'api' } } };
const open = {
  ...closed,
  policyTypes: ['Ingress'],
  ingress: [{ ports: [{ port: 80, protocol: 'TCP' }] }],
};
const exception: MeshObject = {
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { name: 'api', namespace: 'shop', labels: ours },
  spec: {
    selector: { matchLabels: { app: 'api' } },
    mtls: { mode: 'STRICT' },
    portLevelMtls: { '9090': { mode: 'PERMISSIVE' } },
  },
};
const key = objectKey(policy({}));

const toCreate = (desired: MeshObject): ObjectChange => ({
  target: 'object',
  type: 'create',
  key: objectKey(desired),
  desired,
});
const toUpdate = (desired: MeshObject, live: MeshObject): ObjectChange => ({
  target: 'object',
  type: 'update',
  key: objectKey(desired),
  desired,
  live,
});
const toDelete = (live: MeshObject): ObjectChange => ({
  target: 'object',
  type: 'delete',
  key: objectKey(live),
  live,
});

describeOnServers('KubernetesMeshCluster', (start, real) => {
  let api: KubernetesApi;
  let cluster: KubernetesMeshCluster;
  const logger = mockServices.logger.mock();

  const connect = (
    credentials = async () => ({ kubeconfig: api.kubeconfig }),
  ) =>
    KubernetesMeshCluster.create({
      name: 'dev',
      credentials,
      rootNamespace: 'mesh-system',
      logger,
      watchDelay: () => 20,
    });

  beforeEach(async () => {
    api = await start();
    await api.seed(
      ['shop', 'mesh-system'].map(name => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      })),
    );
    cluster = connect();
  });

  afterEach(() => api.stop());

  const apply = (change: ObjectChange) => cluster.apply(change, { instance });

  /** Asks the API directly, as kubectl does. */
  async function call(
    method: string,
    path: string,
    options: { body?: unknown; type?: string } = {},
  ) {
    const response = await fetch(api.url + path, {
      method,
      headers: { 'content-type': options.type ?? 'application/json' },
      body:
        options.body === undefined ? undefined : JSON.stringify(options.body),
    });
    return response.json();
  }
  const policyPath =
    '/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies/allow';
  const merge = 'application/merge-patch+json';

  const editByHand = (body: unknown, path = policyPath) =>
    call('PATCH', `${path}?fieldManager=kubectl-edit`, { body, type: merge });

  async function find(wanted = key): Promise<MeshObject> {
    const { objects } = await cluster.list();
    const found = objects.find(object => objectKey(object) === wanted);
    if (!found) {
      throw new Error(`No '${wanted}' in the cluster`);
    }
    return found;
  }

  async function createPolicy(spec: MeshObject['spec'] = open) {
    await expect(apply(toCreate(policy(spec)))).resolves.toMatchObject({
      outcome: 'applied',
    });
    return find();
  }

  describe('apply', () => {
    it('creates an object whose fields belong to apply', async () => {
      await createPolicy();

      const { metadata } = await call('GET', policyPath);

      expect(
        metadata.managedFields.map(
          ({ manager, operation }: Record<string, string>) =>
            `${manager} ${operation}`,
        ),
      ).toEqual(['meshwright Apply']);
    });

    it('removes fields of the creation that are no longer wanted', async () => {
      await apply(toCreate(exception));
      const { portLevelMtls: _, ...strict } = exception.spec ?? {};
      const live = await find(objectKey(exception));

      const result = await apply(
        toUpdate({ ...exception, spec: strict }, live),
      );

      expect(result.outcome).toBe('applied');
      const { spec } = await find(objectKey(exception));
      expect(spec).toEqual(strict);
    });

    it('finishes a creation that was interrupted, then updates', async () => {
      api.faults.set({
        match: { verb: 'patch' },
        status: 403,
        message: 'not now',
      });
      const created = await apply(toCreate(exception));
      api.faults.clear();
      expect(created).toMatchObject({
        outcome: 'applied',
        warnings: [expect.stringMatching(/not handed over.*not now/)],
      });
      const { portLevelMtls: _, ...strict } = exception.spec ?? {};

      await apply(
        toUpdate(
          { ...exception, spec: strict },
          await find(objectKey(exception)),
        ),
      );

      const live = await find(objectKey(exception));
      expect(live.spec).toEqual(strict);
      expect(live.metadata.managedFields).toBeUndefined();
    });

    it('undoes what somebody changed by hand', async () => {
      await createPolicy(closed);
      await editByHand({ spec: { ingress: open.ingress } });
      await editByHand({
        spec: { podSelector: { matchLabels: { app: 'x' } } },
      });

      const result = await apply(toUpdate(policy(closed), await find()));

      expect(result.outcome).toBe('applied');
      expect((await find()).spec).toMatchObject(closed);
      expect((await find()).spec).not.toHaveProperty('ingress');
    });

    it('removes what somebody added by hand, which an apply would keep', async () => {
      await createPolicy(closed);
      await editByHand({
        spec: { podSelector: { matchLabels: { never: 'matches' } } },
        metadata: { annotations: { 'meshwright.io/edges': 'a>b', note: 'x' } },
      });

      await apply(toUpdate(policy(closed), await find()));

      const { spec, metadata } = await find();
      expect(spec?.podSelector).toEqual(closed.podSelector);
      expect(metadata.annotations).toEqual({ note: 'x' });
    });

    it('leaves fields to another declarative manager and names it', async () => {
      await createPolicy(closed);
      await call(
        'PATCH',
        `${policyPath}?fieldManager=argocd-controller&force=true`,
        {
          type: 'application/apply-patch+yaml',
          body: {
            apiVersion: 'networking.k8s.io/v1',
            kind: 'NetworkPolicy',
            metadata: { name: 'allow', namespace: 'shop' },
            spec: { podSelector: { matchLabels: { app: 'theirs' } } },
          },
        },
      );

      const result = await apply(toUpdate(policy(closed), await find()));

      expect(result.outcome).toBe('conflict');
      expect(result.message).toMatch(/argocd-controller/);
      expect(result.message).toMatch(/podSelector/);
      expect((await find()).spec?.podSelector).toEqual({
        matchLabels: { app: 'theirs' },
      });
    });

    it.each([
      ['update', (live: MeshObject) => toUpdate(policy(closed), live)],
      ['delete', toDelete],
    ])('refuses to %s what changed since it was read', async (_, change) => {
      const live = await createPolicy();
      await editByHand({ metadata: { labels: { by: 'hand' } } });

      await expect(apply(change(live))).resolves.toMatchObject({
        outcome: 'conflict',
        message: expect.any(String),
      });
      expect((await find()).spec).toMatchObject(open);
    });

    it.each([
      ['another instance', { ...ours, [LABEL_INSTANCE]: 'other' }],
      ['nobody', {}],
    ])('never changes or deletes an object of %s', async (_, labels) => {
      await api.seed([
        {
          ...policy(open, { labels }),
          metadata: { name: 'allow', namespace: 'shop', labels },
        },
      ]);
      const live = await find();

      const updated = await apply(toUpdate(policy(closed), live));
      const deleted = await apply(toDelete(live));

      expect([updated.outcome, deleted.outcome]).toEqual([
        'conflict',
        'conflict',
      ]);
      expect((await find()).metadata.resourceVersion).toBe(
        live.metadata.resourceVersion,
      );
    });

    it('labels a namespace of others and never deletes it', async () => {
      await editByHand(
        { metadata: { labels: { [LABEL_MANAGED_BY]: 'Helm' } } },
        '/api/v1/namespaces/shop',
      );
      const live = await find('/Namespace//shop');
      const desired: MeshObject = {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'shop', labels: { ...ours, 'istio.io/rev': 'r1' } },
      };

      const updated = await apply(toUpdate(desired, live));
      const labelled = await find('/Namespace//shop');
      const deleted = await apply(toDelete(labelled));

      expect([updated.outcome, deleted.outcome]).toEqual([
        'applied',
        'skipped',
      ]);
      expect(labelled.metadata.labels).toMatchObject({
        'istio.io/rev': 'r1',
        [LABEL_MANAGED_BY]: 'Helm',
      });
    });

    it('deletes what is ours, and is content when it is gone', async () => {
      const live = await createPolicy();

      const first = await apply(toDelete(live));
      const second = await apply(toDelete(live));

      expect([first.outcome, second.outcome]).toEqual(['applied', 'applied']);
      await expect(find()).rejects.toThrow(/No/);
    });

    it('says that what it should update is gone', async () => {
      const live = await createPolicy();
      await call('DELETE', policyPath);

      await expect(
        apply(toUpdate(policy(closed), live)),
      ).resolves.toMatchObject({
        outcome: 'failed',
        message: expect.stringMatching(/gone/),
      });
    });

    it('does not write what lacks our labels', async () => {
      await expect(
        apply(toCreate(policy(open, { labels: {} }))),
      ).resolves.toMatchObject({ outcome: 'skipped' });
      await expect(find()).rejects.toThrow(/No/);
    });

    it('passes on what the server says of a bad object', async () => {
      const result = await apply(
        toCreate(policy(open, { name: 'Not_A_Name' })),
      );

      expect(result).toMatchObject({ outcome: 'refused' });
      expect(result.message).toMatch(/metadata\.name.*HTTP 422/s);
    });

    it.each([429, 500, 503])('tries again after a %p', async status => {
      api.faults.set({
        match: { verb: 'create' },
        status,
        times: 2,
        retryAfter: 0,
      });

      const created = await createPolicy();

      expect(created.spec).toMatchObject(open);
    });

    it('gives up on a server that stays broken, and says so', async () => {
      api.faults.set({
        match: { verb: 'create' },
        status: 500,
        message: 'etcd is away',
        retryAfter: 0,
      });

      await expect(apply(toCreate(policy(open)))).resolves.toMatchObject({
        outcome: 'failed',
        message: 'etcd is away (HTTP 500)',
      });
    });

    it('passes on a refusal of the server in its words', async () => {
      api.faults.set({
        match: { verb: 'create' },
        status: 403,
        message: 'admission webhook said no',
      });

      await expect(apply(toCreate(policy(open)))).resolves.toMatchObject({
        outcome: 'refused',
        message: 'admission webhook said no (HTTP 403)',
      });
    });

    it('does nothing once the work was stopped', async () => {
      const signal = AbortSignal.abort();

      await expect(
        cluster.apply(toCreate(policy(open)), { instance, signal }),
      ).resolves.toMatchObject({ outcome: 'skipped' });
    });
  });

  describe('list', () => {
    const pod = (index: number) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `pod-${index}`,
        namespace: 'shop',
        labels: { app: 'a' },
      },
      spec: {
        serviceAccountName: 'api',
        containers: [
          {
            name: 'main',
            image: 'main:1',
            ports: [{ containerPort: 80 }],
            env: [{ name: 'SECRET', value: 'x' }],
          },
        ],
      },
    });

    it('reads page after page, and keeps of pods what matters', async () => {
      await api.seed(Array.from({ length: 1_100 }, (_, index) => pod(index)));

      const { objects, readAt } = await cluster.list();

      const pods = objects.filter(({ kind }) => kind === 'Pod');
      expect(pods).toHaveLength(1_100);
      expect(pods[0].spec).toMatchObject({
        serviceAccountName: 'api',
        containers: [{ name: 'main', ports: [{ containerPort: 80 }] }],
      });
      expect(JSON.stringify(pods[0])).not.toMatch(/SECRET|managedFields|image/);
      expect(Date.parse(readAt)).not.toBeNaN();
    });

    it('hands out the same values of what has not changed since', async () => {
      await api.seed([pod(1), pod(2)]);
      const listPods = async () => {
        const { objects } = await cluster.list();
        return objects.filter(({ kind }) => kind === 'Pod');
      };
      const before = new Set(await listPods());
      const { namespace, name } = pod(1).metadata;
      await editByHand(
        { metadata: { labels: { by: 'hand' } } },
        `/api/v1/namespaces/${namespace}/pods/${name}`,
      );

      const after = await listPods();

      expect(after).toHaveLength(2);
      const changed = after.filter(object => !before.has(object));
      expect(changed.map(({ metadata }) => metadata.name)).toEqual([name]);
      expect(changed[0].metadata.labels).toMatchObject({ by: 'hand' });
    });

    it('starts a list again whose pages expired', async () => {
      await api.seed(Array.from({ length: 600 }, (_, index) => pod(index)));
      api.faults.set({ match: { verb: 'list', kind: 'Pod' }, times: 1 });
      api.faults.set({
        match: { verb: 'list', kind: 'Pod' },
        status: 410,
        times: 1,
      });

      const { objects } = await cluster.list();

      expect(objects.filter(({ kind }) => kind === 'Pod')).toHaveLength(600);
    });

    it('finds revisions, the policy engine and what it does not model', async () => {
      const istiod = (rev: string, readyReplicas: number) => ({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: {
          name: `istiod-${rev}`,
          namespace: 'mesh-system',
          labels: { app: 'istiod', 'istio.io/rev': rev },
        },
        spec: {
          selector: { matchLabels: { app: 'istiod' } },
          template: {
            metadata: { labels: { app: 'istiod' } },
            spec: { containers: [{ name: 'discovery', image: 'pilot:1' }] },
          },
        },
        status: { readyReplicas, replicas: 1 },
      });
      await api.seed([
        istiod('r1', 1),
        istiod('r2', 0),
        {
          ...istiod('cni', 1),
          kind: 'DaemonSet',
          metadata: { name: 'cilium', namespace: 'kube-system' },
          status: {},
        },
        {
          apiVersion: 'networking.istio.io/v1alpha3',
          kind: 'EnvoyFilter',
          metadata: { name: 'lua', namespace: 'shop' },
          spec: {},
        },
      ]);

      const { facts } = await cluster.list();

      expect(facts).toEqual({
        revisions: ['r1'],
        policyEngine: 'cilium',
        unmodelled: [{ kind: 'EnvoyFilter', namespace: 'shop', name: 'lua' }],
      });
    });

    it('says that unmodelled policies may be anywhere when it may not look', async () => {
      api.faults.set({
        match: { verb: 'list', kind: 'EnvoyFilter' },
        status: 403,
      });
      api.faults.set({
        match: { verb: 'list', kind: 'DaemonSet' },
        status: 403,
      });

      const { facts } = await cluster.list();

      expect(facts.policyEngine).toBeUndefined();
      expect(facts.unmodelled).toEqual([{ kind: 'EnvoyFilter', name: '*' }]);
    });

    it('finds none of a kind that the cluster does not know, and says so', async () => {
      api.faults.set({
        match: { verb: 'list', kind: 'VirtualService' },
        status: 404,
      });

      const { objects, facts } = await cluster.list();

      expect(objects.some(({ kind }) => kind === 'VirtualService')).toBe(false);
      expect(facts.missingKinds).toEqual([
        'networking.istio.io/VirtualService',
      ]);
    });

    it.each([
      ['a kind that every cluster has is missing', 404, 'Pod'],
      ['it may not read what it needs', 403, 'AuthorizationPolicy'],
    ])(
      'fails with the name of the cluster when %s',
      async (_, status, kind) => {
        api.faults.set({
          match: { verb: 'list', kind },
          status,
          message: 'no way',
        });

        await expect(cluster.list()).rejects.toThrow(
          `Could not read cluster 'dev': no way (HTTP ${status})`,
        );
      },
    );

    it('says what to do when the credentials are refused', async () => {
      api.faults.set({
        match: { verb: 'list', kind: 'Service' },
        status: 401,
        message: 'no way',
      });

      await expect(cluster.list()).rejects.toThrow(
        "Could not read cluster 'dev': it does not accept the credentials, which may have ended or been revoked: no way (HTTP 401)",
      );
    });

    it('fails in plain words when nothing answers', async () => {
      const away = KubernetesMeshCluster.create({
        name: 'gone',
        credentials: async () => ({
          kubeconfig: api.kubeconfig.replace(/:\d+$/m, ':9'),
        }),
        rootNamespace: 'mesh-system',
        logger,
      });

      await expect(away.list()).rejects.toThrow(
        /Could not read cluster 'gone'/,
      );
    });

    it('stops when it is told to', async () => {
      const controller = new AbortController();
      api.faults.set({ match: { verb: 'list' }, delayMs: 5_000 });
      const reading = cluster.list({ signal: controller.signal });
      controller.abort();

      await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    });
  });

  // The sandbox asks for no credentials.
  if (real) {
    it('signs in with a certificate, and sees only what its rights allow', async () => {
      const reading = (kubeconfig: string) =>
        connect(async () => ({ kubeconfig })).list();
      await createPolicy();

      const { objects } = await reading(real().kubeconfig);

      expect(objects.map(objectKey)).toContain(key);
      const nobody = await real().kubeconfigFor({ user: 'nobody' });
      await expect(reading(nobody)).rejects.toThrow(
        /User "nobody" cannot list resource .*HTTP 403/,
      );
    });
  }

  describe('claim', () => {
    it('gives the cluster to one of two that ask at once', async () => {
      const [a, b] = await Promise.all([
        cluster.claim('first'),
        connect().claim('second'),
      ]);

      expect(a).toEqual(b);
      await expect(connect().claim('third')).resolves.toEqual(a);
    });

    it('throws when the claim says nothing', async () => {
      await api.seed([
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'meshwright-instance', namespace: 'mesh-system' },
        },
      ]);

      await expect(cluster.claim('first')).rejects.toThrow(/data.instance/);
    });
  });

  describe('credentials', () => {
    it('are asked for again after a 401, once', async () => {
      const credentials = jest.fn(async () => ({ kubeconfig: api.kubeconfig }));
      const connected = connect(credentials);
      await connected.claim('first');
      api.faults.set({ match: { verb: 'get' }, status: 401, times: 1 });

      await connected.claim('first');

      expect(credentials).toHaveBeenCalledTimes(2);
      api.faults.set({ match: { verb: 'get' }, status: 401 });
      await expect(connected.claim('first')).rejects.toThrow(/401/);
      expect(credentials).toHaveBeenCalledTimes(3);
    });

    it('are asked for again before they end', async () => {
      const expiresAt = new Date();
      const credentials = jest.fn(async () => ({
        kubeconfig: api.kubeconfig,
        expiresAt,
      }));
      const connected = connect(credentials);

      await connected.claim('first');

      expect(credentials.mock.calls.length).toBeGreaterThan(1);
    });
  });

  describe('list of a cluster that is followed by watches', () => {
    let followed: KubernetesMeshCluster;
    let seen: string[];
    let stop: () => void;

    beforeEach(async () => {
      followed = KubernetesMeshCluster.create({
        name: 'dev',
        credentials: async () => ({ kubeconfig: api.kubeconfig }),
        rootNamespace: 'mesh-system',
        logger,
        watchDelay: () => 20,
        relistMs: 3_600_000,
      });
      seen = [];
      stop = followed.watch(changed => seen.push(changed));
      await until(isWarm);
    });

    afterEach(() => stop());

    async function until(check: () => Promise<boolean> | boolean) {
      const end = Date.now() + 60_000;
      while (!(await check())) {
        if (Date.now() > end) {
          throw new Error('Waited in vain');
        }
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    }

    /** True when an answer comes without any listing of policies. */
    async function isWarm(): Promise<boolean> {
      const match = { verb: 'list' as const, kind: 'NetworkPolicy' };
      api.faults.set({ match, status: 403 });
      try {
        await followed.list();
        return true;
      } catch {
        return false;
      } finally {
        api.faults.clear();
      }
    }

    const specOf = async () => {
      const { objects } = await followed.list();
      return objects.find(object => objectKey(object) === key)?.spec;
    };

    it('says the same as a listing, and sees each write of its own', async () => {
      await followed.apply(toCreate(policy(open)), { instance });
      await expect(specOf()).resolves.toMatchObject(closed);

      const live = await find();
      await followed.apply(toUpdate(policy(closed), live), { instance });
      expect((await specOf())?.ingress).toBeUndefined();

      const sorted = ({ objects }: { objects: MeshObject[] }) =>
        [...objects].sort((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1));
      expect(sorted(await followed.list())).toEqual(
        sorted(await cluster.list()),
      );

      await followed.apply(toDelete(await find()), { instance });
      await expect(specOf()).resolves.toBeUndefined();
    });

    it('sees changes of others, also those made while no watch was there', async () => {
      await createPolicy();
      await until(async () => (await specOf()) !== undefined);
      seen.length = 0;

      api.faults.closeWatches();
      await editByHand({ spec: { podSelector: { matchLabels: { a: 'b' } } } });
      await until(async () => JSON.stringify(await specOf()).includes('"a"'));

      api.faults.expireHistory();
      api.faults.closeWatches();
      await editByHand({ spec: { podSelector: { matchLabels: { c: 'd' } } } });
      await until(async () => JSON.stringify(await specOf()).includes('"c"'));
      expect(new Set(seen)).toEqual(new Set([key]));
    });

    it('fails as a listing does when it may look no more', async () => {
      const kind = 'NetworkPolicy';
      const message = 'no way';
      for (const verb of ['watch', 'list'] as const) {
        api.faults.set({ match: { verb, kind }, status: 403, message });
      }
      api.faults.closeWatches();

      await until(() =>
        followed.list().then(
          () => false,
          () => true,
        ),
      );
      await expect(followed.list()).rejects.toThrow('no way (HTTP 403)');
    });
  });

  describe('watch', () => {
    async function waitFor(check: () => boolean) {
      const end = Date.now() + 10_000;
      while (!check()) {
        if (Date.now() > end) {
          throw new Error('Waited in vain');
        }
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    }

    it('tells of changes to objects of ours, across interruptions, until it is stopped', async () => {
      const seen: string[] = [];
      const stop = cluster.watch(changed => seen.push(changed));
      await new Promise(resolve => setTimeout(resolve, 300));
      await api.seed([
        { ...policy(open), metadata: { name: 'theirs', namespace: 'shop' } },
      ]);

      await createPolicy();
      await waitFor(() => seen.includes(key));
      expect(seen.every(changed => changed === key)).toBe(true);

      seen.length = 0;
      api.faults.closeWatches();
      await apply(toUpdate(policy(closed), await find()));
      await waitFor(() => seen.includes(key));

      seen.length = 0;
      api.faults.expireHistory();
      api.faults.closeWatches();
      await editByHand({ metadata: { labels: { by: 'hand' } } });
      await waitFor(() =>
        seen.some(changed => changed.includes('NetworkPolicy')),
      );

      stop();
      await new Promise(resolve => setTimeout(resolve, 100));
      seen.length = 0;
      await editByHand({ metadata: { labels: { by: 'foot' } } });
      await new Promise(resolve => setTimeout(resolve, 300));
      expect(seen).toEqual([]);
    });
  });
});
