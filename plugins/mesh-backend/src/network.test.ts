import { setTimeout as sleep } from 'node:timers/promises';
import { TestDatabases } from '@backstage/backend-test-utils';
import { HttpMethod } from '@kubernetes/client-node';
import {
  type AuditEvent,
  describeOnControlPlane,
  type FaultyNetwork,
  startFaultyNetwork,
  type Wire,
} from '@meshwright/control-plane';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import { startPrometheus } from '@meshwright/sandbox';
import { KubernetesApiError } from './clusters/KubernetesApiError';
import { KubernetesConnection } from './clusters/KubernetesConnection';
import { PrometheusTrafficSource } from './observe';
import {
  admitBackends,
  connectThrough,
  createWiredWorld,
} from './__testUtils__/createWiredWorld';

jest.setTimeout(180_000);

type World = {
  kubeconfig: string;
  connections: { own?: KubernetesConnection };
};

const FLOW = '/apis/flowcontrol.apiserver.k8s.io/v1';

describeOnControlPlane(
  'a hostile network',
  server => {
    const databases = TestDatabases.create({
      ids: ['SQLITE_3', 'POSTGRES_15'],
      disableDocker: true,
    });
    let network: FaultyNetwork;
    let toServer: Wire;
    let number = 0;

    beforeAll(async () => {
      network = await startFaultyNetwork();
      toServer = await network.open(new URL(server().url).host);
      await admitBackends(server());
    });
    afterEach(() => network.heal());
    afterAll(() => network?.stop());

    /** A caller and a called of a name that nobody else has here. */
    async function start(
      options: Partial<Parameters<typeof createWiredWorld>[0]> = {},
    ) {
      const instance = `net-${(number += 1)}`;
      const [web, api] = [`web-${instance}`, `api-${instance}`];
      const world = await createWiredWorld({
        ...{ databases, server: server(), wire: toServer, instance },
        entities: [
          component({ name: web, dependsOn: [`component:default/${api}`] }),
          component({ name: api }),
        ],
        ...options,
      });
      const connections: { own?: KubernetesConnection } = {};
      return {
        ...world,
        connections,
        api: `component:default/${api}`,
        apiNamespace: api,
      };
    }

    describe('to the API server', () => {
      it('is slow: all is done, only later', async () => {
        const world = await start();
        await toServer.afflict({
          type: 'latency',
          attributes: { latency: 100, jitter: 50 },
        });

        expect(await world.pass()).toMatchObject({
          state: 'managing',
          failed: 0,
        });
        const { conditions } = (await world.status(world.api)).workloads[0];
        expect(conditions).toContainEqual(
          expect.objectContaining({ type: 'Applied', status: 'true' }),
        );
      });

      it.each([
        ['is cut', undefined],
        ['resets', { type: 'reset_peer', attributes: { timeout: 0 } }],
        [
          'ends in the middle of an answer',
          { type: 'limit_data', attributes: { bytes: 6_000 } },
        ],
      ] as const)(
        '%s: nothing is known, nothing is lost',
        async (_, affliction) => {
          const world = await start();
          await world.pass();
          const before = await world.kubectl.list(
            'AuthorizationPolicy',
            world.apiNamespace,
          );
          const writes = world.readWrites().length;
          await (affliction ? toServer.afflict(affliction) : toServer.cut());

          const pass = await world.pass();

          expect(pass.state).toBe('unreachable');
          expect(pass.message).toMatch(/shop-weu/);
          const { conditions } = (await world.status(world.api)).workloads[0];
          expect(conditions).toContainEqual(
            expect.objectContaining({ type: 'Enforced', status: 'unknown' }),
          );
          await network.heal();
          expect(await world.pass()).toMatchObject({
            state: 'managing',
            changes: 0,
          });
          expect(
            await world.kubectl.list('AuthorizationPolicy', world.apiNamespace),
          ).toEqual(before);
          expect(world.readWrites()).toHaveLength(writes);
        },
      );

      it('resets now and then while it writes: each thing is made once', async () => {
        const world = await start();
        await toServer.afflict({
          ...{ type: 'reset_peer', attributes: { timeout: 20 }, toxicity: 0.3 },
        });
        for (let passes = 0; passes < 4; passes += 1) {
          await world.pass();
        }
        await network.heal();

        await world.pass();
        const last = await world.pass();

        expect(last).toMatchObject({
          state: 'managing',
          changes: 0,
          failed: 0,
        });
        expect(repeatedCreations(world)).toEqual([]);
      });

      it('is silent: a request ends in time, and the next one is answered', async () => {
        const world = await start();
        await ask(world);
        await toServer.afflict({ type: 'timeout', attributes: { timeout: 0 } });

        await expect(ask(world)).rejects.toMatchObject({
          name: 'TimeoutError',
        });
        await network.heal();

        // What was open may be found to be dead first.
        await until(async () => (await ask(world).catch(codeOf)) === 200);
      });

      it('gives way to the priorities of the API server', async () => {
        const world = await start();
        const post = (path: string, name: string, spec: object) =>
          world.kubectl.send('POST', `${FLOW}/${path}`, {
            metadata: { name },
            spec,
          });
        await post('prioritylevelconfigurations', world.user, {
          type: 'Limited',
          limited: {
            nominalConcurrencyShares: 0,
            lendablePercent: 0,
            borrowingLimitPercent: 0,
            limitResponse: { type: 'Reject' },
          },
        });
        const subject = { kind: 'User', user: { name: world.user } };
        const resourceRules = [
          {
            ...{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
            ...{ namespaces: ['*'], clusterScope: true },
          },
        ];
        await post('flowschemas', world.user, {
          priorityLevelConfiguration: { name: world.user },
          matchingPrecedence: 2,
          rules: [{ subjects: [subject], resourceRules }],
        });

        // The API server learns of its own flows by a watch; then it takes
        // one request at a time.
        await until(async () => (await askMany(world)).includes(429));

        const pass = await world.pass();

        expect(['unreachable', 'managing']).toContain(pass.state);
        expect(pass.message).toMatch(
          /too many requests|changes? (was|were) made/i,
        );
        await world.kubectl.send('DELETE', `${FLOW}/flowschemas/${world.user}`);
        await until(async () => !(await askMany(world)).includes(429));
        await world.pass();
        expect(repeatedCreations(world)).toEqual([]);
        expect(await world.pass()).toMatchObject({
          state: 'managing',
          changes: 0,
        });
      });
    });

    describe('to Prometheus', () => {
      it.each([
        ['resets', { type: 'reset_peer', attributes: { timeout: 0 } }],
        ['ends early', { type: 'limit_data', attributes: { bytes: 200 } }],
        ['is silent', { type: 'timeout', attributes: { timeout: 0 } }],
      ] as const)(
        '%s: the pass goes on, and says what it could not see',
        async (_, affliction) => {
          const prometheus = await startPrometheus({ port: 0 });
          const wire = await network.open(new URL(prometheus.url).host);
          const traffic = PrometheusTrafficSource.create({
            url: `http://${wire.host}:${wire.port}`,
          });
          const world = await start({ traffic });
          await wire.afflict(affliction);

          const pass = await world.pass();

          expect(pass).toMatchObject({ state: 'managing', failed: 0 });
          const { conditions } = (await world.status(world.api)).workloads[0];
          expect(conditions).toContainEqual(
            expect.objectContaining({
              ...{ type: 'Observed', status: 'unknown' },
              message: expect.stringContaining('Prometheus'),
            }),
          );
          await network.heal();
          await world.pass();
          await prometheus.stop();
        },
      );
    });

    const hasPostgres = databases.supports('POSTGRES_15');
    if (!hasPostgres) {
      process.stdout.write(
        'Faults between the backend and PostgreSQL left out: BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING names no PostgreSQL\n',
      );
    }
    (hasPostgres ? describe : describe.skip)('to PostgreSQL', () => {
      it('is cut in the middle of a pass: the next one finishes', async () => {
        const { port } = await readAddress(databases);
        const wire = await network.open(`127.0.0.1:${port}`);
        const wired = await connectThrough(wire, databases);
        const world = await start({ databases: wired.databases });
        await world.pass();
        const writes = world.readWrites().length;
        world.catalog.entities.push(
          component({ name: `more-${world.apiNamespace}` }),
        );
        await wire.cut();

        await expect(world.pass()).rejects.toThrow();
        expect(world.readWrites()).toHaveLength(writes);

        await wire.mend();
        expect(await world.pass()).toMatchObject({
          ...{ state: 'managing', failed: 0 },
          changes: expect.any(Number),
        });
        expect(await world.pass()).toMatchObject({ changes: 0 });
        await wired.end();
      });
    });
  },
  { tools: ['toxiproxy'] },
);

/** One request, of which none is sent again. */
async function ask({ kubeconfig, connections }: World): Promise<number> {
  const connection = (connections.own ??= new KubernetesConnection({
    cluster: 'shop-weu',
    credentials: async () => ({ kubeconfig }),
  }));
  await connection.send({
    ...{ method: HttpMethod.GET, path: '/api/v1/pods', timeoutSeconds: 1 },
  });
  return 200;
}

async function askMany(world: World): Promise<number[]> {
  const all = Array.from({ length: 8 }, () => ask(world).catch(codeOf));
  return Promise.all(all);
}

/** Paths of what was made more than once. */
function repeatedCreations(world: { readWrites(): AuditEvent[] }): string[] {
  const made = world
    .readWrites()
    .filter(({ verb }) => verb === 'create')
    .filter(({ responseStatus }) => responseStatus?.code === 201)
    .map(({ requestURI, objectRef }) =>
      [requestURI.split('?')[0], objectRef?.name].join('/'),
    );
  return made.filter((path, at) => made.indexOf(path) !== at);
}

function codeOf(error: unknown): number {
  return error instanceof KubernetesApiError ? error.code : 0;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    expect(tries).toBeLessThan(600);
    await sleep(100);
  }
}

async function readAddress(databases: TestDatabases) {
  const knex = await databases.init('POSTGRES_15');
  const { connection } = knex.client.config;
  return typeof connection === 'string'
    ? { port: new URL(connection).port }
    : (connection as { port: number });
}
