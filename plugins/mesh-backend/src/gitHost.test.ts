import { setTimeout as sleep } from 'node:timers/promises';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  type FaultyNetwork,
  findTool,
  startFaultyNetwork,
  type Wire,
} from '@meshwright/control-plane';
import type { EntityMeshStatus } from '@meshwright/plugin-mesh-common';
import { meshClustersExtensionPoint } from '@meshwright/plugin-mesh-node';
import { FakeMeshCluster } from '@meshwright/plugin-mesh-node/testUtils';
import request from 'supertest';
import { meshPlugin } from './plugin';
import {
  type Front,
  type Mood,
  startForge,
  startFront,
  startRawFiles,
} from './__testUtils__/startForge';

// The first start on a machine may have to build.
jest.setTimeout(5 * 60_000);

const found = findTool('toxiproxy');
if (found.state === 'missing') {
  process.stdout.write(`Faulty network left out: ${found.reason}\n`);
}

/** How often the catalog reads each file. */
const INTERVAL_SECONDS = 1.5;

const CLUSTER = 'shop-weu';
const [PROVIDER, CONSUMER] = ['payments', 'web'];
/** A cut before these bytes leaves a shorter list that is YAML, too. */
const CUT = 3_000;
const padding = '  # why this is needed\n'.repeat(250);

const service = (name: string, more: string) => `---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: ${name} }
spec:
  type: service
  lifecycle: production
  owner: group:default/shop
  mesh:
    cluster: ${CLUSTER}
    namespace: ${name}
    ports: [{ name: http, port: 80, targetPort: 8080, protocol: http }]
${more}`;
const caller = (name: string, callee: 'lost' | 'extra') =>
  service(
    name,
    `  dependsOn:
  - component:default/kept
${padding}  - component:default/${callee}
`,
  );
const contract = (path: string) => `openapi: 3.1.0
paths:
  /kept: { get: {} }
${padding}  /${path}: { get: {} }
`;

const api = (definition: string) => `apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: payments-api }
spec:
  type: openapi
  lifecycle: production
  owner: group:default/shop
  definition: { $text: "${definition}" }
`;

type Case = {
  /** Where the backend finds its file. */
  via: 'wire' | 'front' | 'sized' | 'chunked';
  harm: (between: { wire: Wire; front: Front }) => unknown;
  /** What the page says meanwhile; undefined where only time passes. */
  says?: RegExp;
};
const ends = ({ wire }: { wire: Wire }) =>
  wire.afflict({ type: 'limit_data', attributes: { bytes: CUT } });
const behave =
  (mood: Mood): Case['harm'] =>
  ({ front }) =>
    front.behave(mood);

/** What happens to a Git host; by the name of the service that it has. */
const cases: Record<string, Case> = {
  slow: {
    via: 'wire',
    harm: ({ wire }) =>
      wire.afflict({ type: 'latency', attributes: { latency: 200 } }),
  },
  silent: {
    via: 'wire',
    harm: ({ wire }) =>
      wire.afflict({ type: 'timeout', attributes: { timeout: 0 } }),
  },
  cut: { via: 'wire', harm: ({ wire }) => wire.cut(), says: /fetch failed/ },
  resets: {
    via: 'wire',
    harm: ({ wire }) =>
      wire.afflict({ type: 'reset_peer', attributes: { timeout: 0 } }),
    says: /fetch failed/,
  },
  'ends-early': { via: 'wire', harm: ends, says: /terminated/ },
  'ends-early-sized': { via: 'sized', harm: ends, says: /terminated/ },
  'ends-early-chunked': { via: 'chunked', harm: ends, says: /terminated/ },
  'resets-midway': {
    via: 'front',
    harm: behave({ resetAfterBytes: CUT }),
    says: /terminated/,
  },
  busy: { via: 'front', harm: behave({ status: 429 }), says: /429/ },
  broken: { via: 'front', harm: behave({ status: 500 }), says: /500/ },
};
const names = Object.keys(cases).sort();
const failing = names.filter(name => cases[name].says);

async function startCatalogAndMesh(options: {
  hosts: Array<{ address: string; login?: object }>;
  targets: string[];
}) {
  const cluster = new FakeMeshCluster({ name: CLUSTER });
  const scheduler = mockServices.scheduler();
  const backend = await startTestBackend({
    features: [
      catalogPlugin,
      meshPlugin,
      createBackendModule({
        pluginId: 'mesh',
        moduleId: 'fake',
        register(env) {
          env.registerInit({
            deps: { clusters: meshClustersExtensionPoint },
            async init({ clusters }) {
              clusters.addCluster(cluster);
            },
          });
        },
      }),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      mockServices.rootConfig.factory({
        data: {
          backend: {
            reading: {
              allow: options.hosts.map(({ address }) => ({ host: address })),
            },
          },
          integrations: {
            gitea: options.hosts.flatMap(({ address, login }) =>
              login
                ? [{ ...login, host: address, baseUrl: `http://${address}` }]
                : [],
            ),
          },
          catalog: {
            processingInterval: { seconds: INTERVAL_SECONDS },
            orphanStrategy: 'keep',
            locations: options.targets.map(target => ({ type: 'url', target })),
          },
          mesh: {
            instance: 'test',
            settle: { seconds: 0 },
            bindings: { unclaimed: 'first-come' },
            clusters: [
              {
                ...{ name: CLUSTER, environment: 'production' },
                ...{ type: 'kubeconfig', revision: 'asm-1-29' },
              },
            ],
          },
        },
      }),
    ],
  });
  const policies = (namespace: string) =>
    JSON.stringify(
      [...cluster.objects].filter(([key]) =>
        key.includes(`/AuthorizationPolicy/${namespace}/`),
      ),
    );
  return {
    policies,
    pass: () => scheduler.triggerTask(`mesh-reconcile-${CLUSTER}`),
    /** Names of the services that may call into a namespace. */
    callers: (namespace: string) =>
      names.filter(name => policies(namespace).includes(`/sa/${name}"`)),
    /** What may be called of the API. */
    paths: () =>
      ['/extra', '/kept', '/lost'].filter(path =>
        policies('payments').includes(`"${path}"`),
      ),
    async status(name: string): Promise<EntityMeshStatus> {
      const path = `/api/mesh/v1/status/component/default/${name}`;
      const { body } = await request(backend.server).get(path);
      return body.status ?? { workloads: [], diagnostics: [] };
    },
    stop: () => backend.stop(),
  };
}

(found.state === 'missing' ? describe.skip : describe)(
  'a Git host at the end of a bad line',
  () => {
    let network: FaultyNetwork;
    let forge: Awaited<ReturnType<typeof startForge>>;
    let world: Awaited<ReturnType<typeof startCatalogAndMesh>>;
    const files = new Map<string, string>();
    const between = new Map<string, { wire: Wire; front: Front }>();
    const stops: Array<() => Promise<unknown>> = [];
    let harmContract: () => unknown;

    beforeAll(async () => {
      network = await startFaultyNetwork();
      forge = await startForge();
      const raw = await startRawFiles(files);
      stops.push(raw.stop, forge.stop, network.stop);
      const hosts: Array<{ address: string; login?: object }> = [
        { address: forge.address, login: forge.login },
      ];
      const targets = [forge.locate(forge.address, 'called')];
      await forge.create(
        'called',
        [
          ...['kept', 'lost', 'extra'].map(name => service(name, '')),
          service(PROVIDER, '  providesApis: [payments-api]\n'),
          service(CONSUMER, '  consumesApis: [payments-api]\n'),
        ].join(''),
      );
      const toContract = await network.open(raw.address);
      harmContract = () => ends({ wire: toContract });
      const folder = `http://127.0.0.1:${toContract.port}/sized/contract`;
      files.set('contract/catalog-info.yaml', api(`${folder}/openapi.yaml`));
      files.set('contract/openapi.yaml', contract('lost'));
      hosts.push({ address: `127.0.0.1:${toContract.port}` });
      targets.push(`${folder}/catalog-info.yaml`);
      for (const [name, { via }] of Object.entries(cases)) {
        const isRaw = via === 'sized' || via === 'chunked';
        const front = await startFront(forge.address);
        const wire = await network.open(isRaw ? raw.address : forge.address);
        stops.unshift(front.stop);
        between.set(name, { wire, front });
        const address =
          via === 'front' ? front.address : `${wire.host}:${wire.port}`;
        hosts.push({ address, ...(isRaw ? {} : { login: forge.login }) });
        targets.push(
          isRaw
            ? `http://${address}/${via}/${name}/catalog-info.yaml`
            : forge.locate(address, name),
        );
        await write(name, 'lost');
      }
      world = await startCatalogAndMesh({ hosts, targets });
      stops.unshift(world.stop);
    });
    afterAll(async () => {
      for (const stop of stops) {
        await stop();
      }
    });

    const read = (name: string) => between.get(name)!;

    /** What the owner of a service commits. */
    async function write(name: string, callee: 'lost' | 'extra') {
      const text = caller(name, callee);
      const path = `${name}/catalog-info.yaml`;
      if (['sized', 'chunked'].includes(cases[name].via)) {
        files.set(path, text);
      } else if (forge.host.hasRepository('shop', name)) {
        await forge.push(name, text);
      } else {
        await forge.create(name, text);
      }
    }

    async function until(isSo: () => unknown) {
      for (let tries = 0; ; tries += 1) {
        await world.pass();
        if (await isSo()) {
          return;
        }
        expect(tries).toBeLessThan(600);
        await sleep(100);
      }
    }

    /** What the catalog could not read for an entity, as its page says. */
    const problemOf = async (name: string) =>
      (await world.status(name)).diagnostics.find(({ code }) =>
        code.startsWith('MW19'),
      );

    it('changes nothing while it cannot be read to its end, and the page says why and since when', async () => {
      await until(() => world.callers('lost').length === names.length);
      await until(() => world.paths().includes('/lost'));
      expect(world.callers('kept')).toEqual(names);
      const before = { policies: world.policies('payments') };
      const start = new Date().toISOString();

      // First the harm: the catalog may read at any moment in between.
      const strike = async (name: string) => {
        await cases[name].harm(read(name));
        await write(name, 'extra');
      };
      for (const name of names.filter(each => each !== 'silent')) {
        await strike(name);
      }
      await harmContract();
      files.set('contract/openapi.yaml', contract('extra'));
      await until(async () => {
        const told = await Promise.all([...failing, CONSUMER].map(problemOf));
        return told.every(Boolean) && world.callers('extra').includes('slow');
      });
      await until(() => !world.callers('lost').includes('slow'));
      // At last: each reading of it holds a place in the catalog's queue, until
      // there is none left for others.
      await strike('silent');
      await sleep(2 * INTERVAL_SECONDS * 1000);
      await world.pass();

      const others = names.filter(name => name !== 'slow');
      expect({
        kept: world.callers('kept'),
        lost: world.callers('lost'),
        extra: world.callers('extra'),
        policies: world.policies('payments'),
      }).toEqual({ kept: names, lost: others, extra: ['slow'], ...before });
      for (const name of failing) {
        const { message, since } = (await problemOf(name)) ?? {};
        expect([name, message]).toEqual([
          name,
          expect.stringMatching(cases[name].says!),
        ]);
        expect(message).toMatch(/keeps the last version it could read/);
        expect(since! >= start).toBe(true);
        expect(
          (await world.status(name)).workloads[0].conditions,
        ).toContainEqual(
          expect.objectContaining({
            ...{ type: 'Declared', status: 'unknown', message },
          }),
        );
      }
      expect(await problemOf(CONSUMER)).toMatchObject({
        code: 'MW1903',
        message: expect.stringMatching(/openapi\.yaml.*terminated/),
      });
    });

    it('is followed by itself when it can be read again', async () => {
      await network.heal();
      for (const name of names) {
        read(name).front.behave(undefined);
        await read(name).wire.mend();
      }

      await until(() => world.callers('extra').length === names.length);
      await until(() => world.callers('lost').length === 0);
      await until(() => !world.paths().includes('/lost'));
      expect(world.callers('kept')).toEqual(names);
      expect(world.paths()).toEqual(['/extra', '/kept']);
      await until(async () => {
        const told = await Promise.all([...failing, CONSUMER].map(problemOf));
        return !told.some(Boolean);
      });
    });
  },
);
