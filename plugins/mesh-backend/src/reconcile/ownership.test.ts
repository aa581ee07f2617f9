import { setTimeout as sleep } from 'node:timers/promises';
import { TestDatabases } from '@backstage/backend-test-utils';
import { describeOnControlPlane } from '@meshwright/control-plane';
import type { MeshObject } from '@meshwright/plugin-mesh-common';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import { createServerWorld } from '../__testUtils__/createServerWorld';

jest.setTimeout(120_000);

const AUTHORIZATION = 'AuthorizationPolicy';
const API = 'component:default/api';
const WEB = 'component:default/web';

describeOnControlPlane('ownership on a real API server', server => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const stops: Array<() => Promise<void>> = [];
  let number = 0;

  afterEach(async () => {
    await Promise.all(stops.splice(0).map(stop => stop()));
  });

  /** `web` and `pay` call `api`, all in a namespace that is in use. */
  async function start() {
    number += 1;
    const home = `owned-${number}`;
    const location = `url:https://git.example.com/${home}/catalog-info.yaml`;
    const of = (name: string, ...called: string[]) =>
      component({
        name,
        namespace: home,
        location,
        dependsOn: called.map(other => `component:default/${other}`),
      });
    const world = await createServerWorld({
      databases,
      server: server(),
      instance: `ownership-${number}`,
      entities: [of('web', 'api'), of('pay', 'api'), of('api')],
    });
    stops.push(world.stop);
    await world.adopt(home);
    const { kubectl } = world;
    /** The policy that lets callers in to a service. */
    async function findPolicy(service = 'api'): Promise<MeshObject> {
      const found = (await kubectl.list(AUTHORIZATION, home)).find(
        ({ metadata }) => metadata.name.startsWith(`allow-to-${service}-`),
      );
      if (!found) {
        throw new Error(`Nothing lets callers in to '${service}'`);
      }
      return found;
    }
    const names = async () =>
      (await kubectl.list(AUTHORIZATION, home)).map(
        ({ metadata }) => metadata.name,
      );
    const shownPolicy = async (ref = API, prefix = 'allow-to-') =>
      (await world.objectsOf(ref)).find(
        ({ kind, name }) => kind === AUTHORIZATION && name.startsWith(prefix),
      );
    /** One caller of `api` fewer: its policy has to change. */
    const revoke = () => {
      world.catalog.entities = [of('web', 'api'), of('pay'), of('api')];
    };
    return { ...world, home, of, findPolicy, names, shownPolicy, revoke };
  }

  async function started() {
    const world = await start();
    await world.settle();
    return world;
  }

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + 60_000;
    while (!(await isSo())) {
      if (Date.now() > end) {
        throw new Error('It did not become so in time');
      }
      await sleep(50);
    }
  }

  const withoutOurs = (policy: MeshObject): MeshObject => ({
    apiVersion: policy.apiVersion,
    kind: policy.kind,
    metadata: {
      name: policy.metadata.name,
      namespace: policy.metadata.namespace,
    },
    spec: { action: 'ALLOW', rules: [{}] },
  });

  /** An object of theirs where ours would be. */
  async function plant(world: Awaited<ReturnType<typeof start>>) {
    const ours = await world.findPolicy();
    await world.kubectl.remove(ours);
    return world.kubectl.create(withoutOurs(ours));
  }

  describe('of fields', () => {
    it('leaves labels, annotations, finalizers and owners of others alone', async () => {
      const world = await started();
      const policy = await world.findPolicy();
      const account = (
        await world.kubectl.list('ServiceAccount', world.home)
      )[0];
      const theirs = {
        metadata: {
          labels: { team: 'shop', 'argocd.argoproj.io/instance': 'shop' },
          annotations: { note: 'ours' },
          finalizers: ['example.com/keep'],
          ownerReferences: [
            {
              apiVersion: 'v1',
              kind: 'ServiceAccount',
              name: account.metadata.name,
              uid: account.metadata.uid,
            },
          ],
        },
      };
      await world.kubectl.edit(policy, theirs);

      await world.pass();
      expect(world.writes).toEqual([]);
      world.revoke();
      await world.settle();

      const after = await world.findPolicy();
      expect(after.metadata).toMatchObject(theirs.metadata);
      expect(JSON.stringify(after.spec)).not.toContain('sa/pay');
      await world.kubectl.edit(after, { metadata: { finalizers: null } });
    });

    it('takes out of the spec what somebody added by hand', async () => {
      const world = await started();
      const policy = await world.findPolicy();
      await world.kubectl.edit(policy, {
        spec: { selector: { matchLabels: { added: 'by-hand' } } },
      });

      await world.settle();

      expect((await world.findPolicy()).spec).toEqual(policy.spec);
      await world.pass();
      expect(world.writes).toEqual([]);
    });

    it('takes away what switches a policy off, once', async () => {
      const world = await started();
      const [policy] = await world.kubectl.list('NetworkPolicy', world.home);
      await world.kubectl.edit(policy, {
        metadata: {
          annotations: { 'istio.io/dry-run': 'true', 'meshwright.io/x': 'y' },
        },
      });

      await world.settle();

      const { annotations } = (await world.kubectl.get(policy)).metadata;
      expect(annotations).toEqual(policy.metadata.annotations);
    });

    it.each([
      [
        'fields of ours',
        { rules: [{}] },
        /Fields of ours.*'\.spec\.rules' by 'argocd'/,
      ],
      [
        'fields beside ours',
        { selector: { matchLabels: { added: 'by-tool' } } },
        /fields that were added.*'\.spec\.selector\.matchLabels\.added' by 'argocd'/,
      ],
    ])(
      'leaves %s to another tool that applies them, and says so',
      async (_, spec, message) => {
        const world = await started();
        const policy = await world.findPolicy();
        const edited = await world.kubectl.apply(policy, { spec }, 'argocd');

        await world.settle();
        const { resourceVersion } = (await world.findPolicy()).metadata;
        const first = await world.pass();

        expect(first).toMatchObject({ changes: 0, failed: 1 });
        expect((await world.findPolicy()).spec).toEqual(edited.spec);
        expect((await world.findPolicy()).metadata.resourceVersion).toBe(
          resourceVersion,
        );
        expect(await world.shownPolicy()).toMatchObject({
          state: 'conflict',
          message: expect.stringMatching(message),
        });
        expect(await world.condition(API, 'Accepted')).toMatchObject({
          status: 'false',
          reason: 'Conflict',
        });
        expect(
          await world.condition('component:default/pay', 'Applied'),
        ).toMatchObject({ status: 'true' });

        await world.kubectl.apply(policy, {}, 'argocd');
        await world.settle();
        expect((await world.findPolicy()).spec).toEqual(policy.spec);
      },
    );
  });

  describe('of objects', () => {
    it('leaves one of the same name alone, shows it, and what needs it waits', async () => {
      const world = await started();
      const theirs = await plant(world);
      const denial = (await world.names()).find(n =>
        n.endsWith('default-deny'),
      );
      await world.kubectl.remove({
        ...theirs,
        metadata: { ...theirs.metadata, name: denial! },
      });
      await world.kubectl.remove(await world.findPolicy('pay'));

      await world.pass();
      await world.pass();

      const found = await world.findPolicy();
      expect(found.metadata).toEqual(theirs.metadata);
      expect(await world.shownPolicy()).toMatchObject({
        state: 'conflict',
        message: expect.stringContaining('was not made by this installation'),
      });
      expect(await world.step(WEB, API, 'accepted')).toMatchObject({
        status: 'false',
        reason: 'Conflict',
      });
      expect(await world.findPolicy('pay')).toBeDefined();
      expect(await world.names()).not.toContain(denial);
      expect((await world.shownPolicy(API, 'meshwright-'))?.message).toMatch(
        /Waits for AuthorizationPolicy 'owned-.*was not made by this/,
      );
      expect(world.writes).toEqual([]);

      await world.kubectl.remove(theirs);
      await world.settle();
      expect(await world.names()).toContain(denial);
      expect(await world.shownPolicy()).toMatchObject({ state: 'applied' });
    });

    it('does not overwrite one that appears between list and write', async () => {
      const world = await started();
      const ours = await world.findPolicy();
      await world.kubectl.remove(ours);
      world.hooks.before = async ({ method, url }) => {
        if (method === 'POST' && url?.includes('authorizationpolicies')) {
          world.hooks.before = undefined;
          await world.kubectl.create(withoutOurs(ours));
        }
      };

      const raced = await world.pass();

      expect(raced.message).toContain('already exists');
      expect((await world.findPolicy()).spec).toEqual(withoutOurs(ours).spec);
      await world.pass();
      expect(world.writes).toEqual([]);
      expect(await world.shownPolicy()).toMatchObject({ state: 'conflict' });
    });

    it('takes an object without our labels for somebody else’s, until they are back', async () => {
      const world = await started();
      const policy = await world.findPolicy();
      const { labels } = policy.metadata;
      const bare = await world.kubectl.edit(policy, {
        metadata: { labels: null },
      });
      world.revoke();

      await world.settle();

      expect(await world.findPolicy()).toEqual({
        ...bare,
        apiVersion: policy.apiVersion,
      });
      expect(await world.shownPolicy()).toMatchObject({
        state: 'conflict',
        message: expect.stringMatching(
          /has lost the labels.*meshwright.io\/instance=ownership-/,
        ),
      });

      await world.kubectl.edit(policy, { metadata: { labels } });
      await world.settle();
      expect(JSON.stringify((await world.findPolicy()).spec)).not.toContain(
        'sa/pay',
      );
      expect(await world.shownPolicy()).toMatchObject({ state: 'applied' });
    });

    it('puts its labels back on what it shares with others', async () => {
      const world = await started();
      const [account] = await world.kubectl.list('ServiceAccount', world.home);
      const home: MeshObject = {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: world.home },
      };
      const before = await world.kubectl.get(home);
      await world.kubectl.edit(home, {
        metadata: {
          labels: {
            'istio.io/rev': null,
            'meshwright.io/instance': null,
            team: 'shop',
          },
        },
      });
      await world.kubectl.edit(account, { metadata: { labels: null } });

      await world.settle();

      const { labels } = (await world.kubectl.get(home)).metadata;
      expect(labels).toEqual({ ...before.metadata.labels, team: 'shop' });
      expect((await world.kubectl.get(account)).metadata.labels).toHaveProperty(
        ['meshwright.io/instance'],
      );
    });

    it.each(['PATCH', 'DELETE'])(
      'does not %s an object that was made anew after it was read',
      async verb => {
        const world = await started();
        const old = await world.findPolicy('web');
        let made: MeshObject | undefined;
        world.hooks.before = async ({ method, url }) => {
          if (method === verb && url?.includes(old.metadata.name)) {
            world.hooks.before = undefined;
            await world.kubectl.remove(old);
            const { uid: _u, resourceVersion: _r, ...metadata } = old.metadata;
            delete metadata.managedFields;
            made = await world.kubectl.create({ ...old, metadata });
          }
        };
        world.catalog.entities =
          verb === 'PATCH'
            ? [
                world.of('web', 'api'),
                world.of('pay', 'api', 'web'),
                world.of('api'),
              ]
            : [
                component({
                  name: 'web',
                  namespace: world.home,
                  location: `url:https://git.example.com/${world.home}/catalog-info.yaml`,
                  dependsOn: [API],
                  mesh: { selector: { app: 'web' }, inMesh: false },
                }),
                world.of('pay', 'api'),
                world.of('api'),
              ];

        for (let left = 3; !made && left > 0; left -= 1) {
          await world.pass();
        }

        expect(made).toBeDefined();
        expect((await world.findPolicy('web')).metadata).toMatchObject({
          uid: made?.metadata.uid,
          resourceVersion: made?.metadata.resourceVersion,
        });
        await world.settle();
      },
    );
  });

  describe('of namespaces', () => {
    const homeOf = ({ home }: { home: string }): MeshObject => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: home },
    });
    const blocker = (namespace: string): MeshObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'blocker', namespace },
    });

    it('waits for one that is being deleted, and fills it when it is back', async () => {
      const world = await started();
      const { kubectl } = world;
      const block = await kubectl.create({
        ...blocker(world.home),
        metadata: {
          ...blocker(world.home).metadata,
          finalizers: ['example.com/keep'],
        } as MeshObject['metadata'],
      });
      await kubectl.remove(homeOf(world));
      await until(async () => (await world.names()).length === 0);

      await world.pass();

      expect(await world.shownPolicy()).toMatchObject({
        state: 'conflict',
        message: expect.stringMatching(
          /is being deleted.*when the namespace is gone/,
        ),
      });
      expect(world.writes).toEqual([]);

      await kubectl.edit(block, { metadata: { finalizers: null } });
      await until(
        async () => (await kubectl.get(homeOf(world))).kind !== 'Namespace',
      );
      await kubectl.create(homeOf(world));
      await world.settle();

      expect(await world.names()).toHaveLength(4);
      expect((await kubectl.get(homeOf(world))).metadata.labels).toHaveProperty(
        ['istio.io/rev'],
      );
      expect(await world.condition(API, 'Applied')).toMatchObject({
        status: 'true',
      });
    });

    it('knows nothing of an object whose namespace goes while it is written', async () => {
      const world = await started();
      const { kubectl } = world;
      const block = await kubectl.create({
        ...blocker(world.home),
        metadata: {
          ...blocker(world.home).metadata,
          finalizers: ['example.com/keep'],
        } as MeshObject['metadata'],
      });
      await kubectl.remove(await world.findPolicy());
      world.hooks.before = async ({ method }) => {
        if (method === 'POST') {
          world.hooks.before = undefined;
          await kubectl.remove(homeOf(world));
        }
      };

      await world.pass();

      expect(await world.condition(API, 'Accepted')).toMatchObject({
        status: 'unknown',
        reason: 'NoAnswer',
        message: expect.stringMatching(
          /because it is being terminated.*wait for the namespace to be gone/,
        ),
      });
      await kubectl.edit(block, { metadata: { finalizers: null } });
      await until(
        async () => (await kubectl.get(homeOf(world))).kind !== 'Namespace',
      );
    });
  });

  describe('of kinds', () => {
    const DEFINITIONS =
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const POLICIES = 'authorizationpolicies.security.istio.io';

    async function serve(
      { kubectl }: Awaited<ReturnType<typeof start>>,
      isServed: boolean,
    ): Promise<void> {
      const definition = await kubectl.send(
        'GET',
        `${DEFINITIONS}/${POLICIES}`,
      );
      const versions = definition.spec.versions.map(
        (version: { name: string }) =>
          version.name === 'v1' ? { ...version, served: isServed } : version,
      );
      await kubectl.send('PATCH', `${DEFINITIONS}/${POLICIES}`, {
        spec: { versions },
      });
      await until(async () => {
        // While the server changes its mind it answers 429.
        const answer = await kubectl
          .send('GET', '/apis/security.istio.io/v1/authorizationpolicies')
          .catch(() => undefined);
        return answer && (answer.items !== undefined) === isServed;
      });
    }

    it('says that a version is not served, changes nothing else, and goes on when it is', async () => {
      const world = await started();
      await serve(world, false);

      try {
        await world.pass();
        await world.pass();
        expect(await world.condition(API, 'Accepted')).toMatchObject({
          status: 'unknown',
          reason: 'NoAnswer',
          message: expect.stringMatching(
            /does not serve AuthorizationPolicy in version security.istio.io\/v1.*CustomResourceDefinitions of Istio 1.22/,
          ),
        });
        expect(
          world.writes.filter(
            write => !write.includes('authorizationpolicies'),
          ),
        ).toEqual([]);
      } finally {
        await serve(world, true);
      }
      await world.settle();
      expect(await world.condition(API, 'Applied')).toMatchObject({
        status: 'true',
      });
    });

    it('leaves out a kind that policies do without, and says so', async () => {
      const world = await start();
      const path = `${DEFINITIONS}/telemetries.telemetry.istio.io`;
      await world.kubectl.send('DELETE', path);
      await until(
        async () =>
          (
            await world.kubectl.send(
              'GET',
              '/apis/telemetry.istio.io/v1/telemetries',
            )
          ).items === undefined,
      );

      const stored = await world.pass();

      expect(stored).toMatchObject({
        failed: 0,
        message: expect.stringMatching(/does not know these kinds.*Telemetry/),
      });
    });
  });
});
