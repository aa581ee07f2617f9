import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { describeOnControlPlane } from '@meshwright/control-plane';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import type { MeshCluster } from '@meshwright/plugin-mesh-node';
import { CLUSTER, createWorld } from '../__testUtils__/createWorld';
import { createAdministrator } from './__testUtils__/access';
import { exerciseCluster } from './__testUtils__/exerciseCluster';
import { fromKubeconfig, toKubeconfig } from './__testUtils__/kubeconfigs';
import { readRules, type Rule } from './__testUtils__/manifests';
import { KubernetesMeshCluster } from './KubernetesMeshCluster';

jest.setTimeout(60_000);

const cluster = readRules('meshwright.yaml');
const root = readRules('root-namespace.yaml');

/** Every single thing that rules let be done. */
function listRights(rules: readonly Rule[]): string[] {
  return rules
    .flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap(group =>
        resources.flatMap(resource =>
          verbs.map(verb => `${verb} ${resource} of '${group}'`),
        ),
      ),
    )
    .sort();
}

const without = [
  ...cluster.map((rule, at) => ({
    title: `the ClusterRole without '${rule.resources.join()}' of '${
      rule.apiGroups
    }' (rule ${at + 1})`,
    user: `cluster-${at}`,
    resources: rule.resources,
    rules: { cluster: cluster.filter(other => other !== rule), root },
  })),
  ...root.map((rule, at) => ({
    title: `the Role without '${rule.verbs.join()}'`,
    user: `role-${at}`,
    resources: rule.resources,
    rules: { cluster, root: root.filter(other => other !== rule) },
  })),
];

describeOnControlPlane('the manifests, on a real API server', server => {
  const admin = createAdministrator(server);
  const accounts = 'system:serviceaccount:meshwright:meshwright';
  const configMaps = { resource: 'configmaps', verb: 'create' };

  beforeAll(async () => {
    await admin.create('Namespace', { metadata: { name: 'aks-istio-system' } });
    await admin.apply('meshwright.yaml');
    await admin.apply('root-namespace.yaml', 'aks-istio-system');
    for (const { user, rules } of without) {
      await admin.admit(user, rules);
    }
    // What was made last is known last.
    const { user } = without[without.length - 1];
    await admin.admit('last', { cluster, root });
    await admin.until({ resource: 'namespaces', verb: 'create' }, user, true);
    const namespace = 'root-last';
    await admin.until({ ...configMaps, namespace }, 'last', true);
  });

  let edits = 0;
  const edit = (path: string) => {
    edits += 1;
    return admin.send('PATCH', `${path}?fieldManager=kubectl-edit`, {
      metadata: { annotations: { 'meshwright.io/digest': `edit ${edits}` } },
    });
  };

  it('let the product do all that it does, and nothing that it does not', async () => {
    const token = await admin.tokenOf('meshwright', 'meshwright');

    await exerciseCluster({
      kubeconfig: toKubeconfig(fromKubeconfig(server().kubeconfig).cluster, {
        token,
      }),
      rootNamespace: 'aks-istio-system',
      namespace: 'all',
      edit,
    });

    const used = server()
      .readAudit()
      .filter(({ user }) => user.username === accounts)
      .map(
        ({ verb, objectRef }) =>
          `${verb} ${objectRef?.resource} of '${objectRef?.apiGroup ?? ''}'`,
      );
    expect(listRights([...cluster, ...root])).toEqual(
      [...new Set(used)]
        .filter(right => !/subject.*reviews/.test(right))
        .sort(),
    );
  });

  describe('of a cluster that is reconciled', () => {
    const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

    /** A world whose cluster is reached as a user, with what it wrote. */
    async function open(user: string) {
      const kubeconfig = await server().kubeconfigFor({ user });
      const real = KubernetesMeshCluster.create({
        name: CLUSTER,
        credentials: async () => ({ kubeconfig }),
        rootNamespace: `root-${user}`,
        logger: mockServices.logger.mock(),
      });
      const world = await createWorld({
        databases,
        instance: user,
        entities: ['web', 'api'].map(name =>
          component({
            name: `${user}-${name}`,
            ...(name === 'web' && {
              dependsOn: [`component:default/${user}-api`],
            }),
          }),
        ),
      });
      const reconciler = world.createReconciler();
      const pass = (reached: MeshCluster = real) =>
        reconciler.reconcile(
          { ...world.managed, cluster: reached },
          new AbortController().signal,
        );
      const writes = () =>
        server()
          .readAudit()
          .filter(event => event.user.username === user)
          .filter(({ verb }) => !['get', 'list', 'watch'].includes(verb))
          .filter(({ objectRef }) => !/review/.test(objectRef?.resource ?? ''));
      return { ...world, real, pass, writes };
    }

    /** Takes rights away, or gives them back. */
    async function bind(user: string, name: string | undefined) {
      await admin.remove('ClusterRoleBinding', user);
      await admin.remove('RoleBinding', user, `root-${user}`);
      if (name) {
        await admin.bind(user, name);
      }
      const isAll = name === user;
      await admin.until(
        { resource: 'namespaces', verb: 'create' },
        user,
        isAll,
      );
      const namespace = `root-${user}`;
      await admin.until({ ...configMaps, namespace }, user, isAll);
    }

    it('only look where they may only read, and say so', async () => {
      await admin.admit('reader', {
        cluster: readRules('read-only.yaml'),
        root: [],
      });
      await admin.until({ resource: 'pods', verb: 'list' }, 'reader', true);
      const { pass, writes, status } = await open('reader');

      const stored = await pass();
      const shown = await status('component:default/reader-web');

      expect(stored).toMatchObject({
        state: 'observing',
        message: expect.stringContaining(
          `Cluster '${CLUSTER}' is only observed: the credentials may only read`,
        ),
        lastReadAt: expect.any(String),
        changes: 0,
        failed: 0,
      });
      expect(writes()).toEqual([]);
      expect(shown.staleSince).toBeUndefined();
    });

    it('tell who manages the cluster, when they may only read', async () => {
      await admin.admit('onlooker', {
        cluster: readRules('read-only.yaml'),
        root: [],
      });
      const namespace = 'root-onlooker';
      await admin.send('POST', `/api/v1/namespaces/${namespace}/configmaps`, {
        metadata: { name: 'meshwright-instance' },
        data: { instance: 'other', since: '2026-12-01T00:00:00Z' },
      });
      await admin.until({ resource: 'pods', verb: 'list' }, 'onlooker', true);
      const { pass, writes } = await open('onlooker');

      const stored = await pass();

      expect(stored).toMatchObject({
        state: 'observing',
        message: `Cluster '${CLUSTER}' is managed by the instance 'other' since 2026-12-01 00:00 UTC; 'onlooker' only observes it`,
      });
      expect(writes()).toEqual([]);
    });

    it('fail in words when they go in the middle, and finish when they are back', async () => {
      await admin.admit('fickle', { cluster, root });
      await admin.create('ClusterRole', {
        metadata: { name: 'fickle-reader' },
        rules: readRules('read-only.yaml'),
      });
      const namespace = 'root-fickle';
      await admin.until({ ...configMaps, namespace }, 'fickle', true);
      const { real, pass, writes, status } = await open('fickle');
      let applied = 0;
      const interrupted: MeshCluster = {
        name: real.name,
        readRights: options => real.readRights(options),
        claim: (...args) => real.claim(...args),
        list: options => real.list(options),
        watch: onChange => real.watch(onChange),
        async apply(...args) {
          applied += 1;
          if (applied === 4) {
            await bind('fickle', 'fickle-reader');
          }
          return real.apply(...args);
        },
      };

      const broken = await pass(interrupted);
      const written = writes().length;
      const reduced = await pass();
      const shown = await status('component:default/fickle-web');
      const tried = writes().length;
      const { data } = await admin.send(
        'GET',
        `/api/v1/namespaces/${namespace}/configmaps/meshwright-instance`,
      );
      await bind('fickle', 'fickle');
      const repaired = await pass();
      // A plan may leave its last step to the next pass.
      await pass();
      const after = await pass();

      expect(broken.changes).toBeGreaterThan(0);
      expect(broken.failed).toBeGreaterThan(0);
      expect(broken.message).toMatch(/"fickle" cannot (create|patch) resource/);
      expect(reduced).toMatchObject({ state: 'observing', changes: 0 });
      expect(shown.workloads[0].objects).toContainEqual(
        expect.objectContaining({
          state: 'missing',
          message: expect.stringContaining('the credentials may only read'),
        }),
      );
      expect(tried).toBe(written);
      expect(data).toMatchObject({ instance: 'fickle' });
      expect(repaired).toMatchObject({ state: 'managing', failed: 0 });
      expect(repaired.changes).toBeGreaterThan(0);
      expect(after).toMatchObject({ state: 'managing', changes: 0, failed: 0 });
    });

    it('end what is believed of open watches when they go', async () => {
      await admin.admit('loser', { cluster, root });
      const kubeconfig = await server().kubeconfigFor({ user: 'loser' });
      const policies = { resource: 'networkpolicies', verb: 'list' };
      const asked = { ...policies, group: 'networking.k8s.io' };
      await admin.until(asked, 'loser', true);
      const followed = KubernetesMeshCluster.create({
        name: CLUSTER,
        credentials: async () => ({ kubeconfig }),
        rootNamespace: 'root-loser',
        logger: mockServices.logger.mock(),
        relistMs: 1e9,
        rightsMs: 200,
      });
      const told: string[] = [];
      const stop = followed.watch(key => told.push(key));
      const path =
        '/apis/networking.k8s.io/v1/namespaces/root-loser/networkpolicies';
      try {
        await admin.send('POST', path, {
          metadata: {
            name: 'allow',
            labels: { 'app.kubernetes.io/managed-by': 'meshwright' },
          },
          spec: { podSelector: {} },
        });
        while (told.length === 0) {
          await edit(`${path}/allow`);
          await sleep(50);
        }
        await admin.create('ClusterRole', {
          metadata: { name: 'loser-less' },
          rules: cluster.filter(
            ({ resources }) => !resources.includes(policies.resource),
          ),
        });
        await admin.remove('ClusterRoleBinding', 'loser');
        await admin.remove('RoleBinding', 'loser', 'root-loser');
        await admin.bind('loser', 'loser-less');
        await admin.until(asked, 'loser', false);

        while (!told.includes('networking.k8s.io/NetworkPolicy')) {
          await sleep(50);
        }
        await expect(followed.list()).rejects.toThrow(
          /networkpolicies.* is forbidden/,
        );
      } finally {
        stop();
      }
    });

    it('name the kinds that they do not let be written', async () => {
      const readOnly = cluster.map(rule =>
        rule.resources.includes('authorizationpolicies')
          ? { ...rule, verbs: ['get', 'list', 'watch'] }
          : rule,
      );
      await admin.admit('partial', { cluster: readOnly, root });
      const namespace = 'root-partial';
      await admin.until({ ...configMaps, namespace }, 'partial', true);
      const { pass } = await open('partial');

      const stored = await pass();

      expect(stored.state).toBe('managing');
      expect(stored.changes).toBeGreaterThan(0);
      expect(stored.failed).toBeGreaterThan(0);
      expect(stored.message).toMatch(/"partial" cannot create resource/);
      expect(stored.message).toContain(
        'The credentials may not write these kinds in every namespace, and where they may not, changes are refused: security.istio.io/PeerAuthentication, security.istio.io/AuthorizationPolicy, security.istio.io/RequestAuthentication',
      );
    });
  });

  it.each(without.map(one => [one.title, one] as const))(
    'need each rule: not %s',
    async (_, { user, resources }) => {
      const kubeconfig = await server().kubeconfigFor({ user });

      await expect(
        exerciseCluster({
          kubeconfig,
          rootNamespace: `root-${user}`,
          namespace: user,
          edit,
        }),
      ).rejects.toThrow(
        // What is only looked at is named by its kind.
        new RegExp(`(${resources.join('|')}).* is forbidden|not seen: `),
      );
    },
  );
});
