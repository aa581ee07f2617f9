import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { MeshRun } from '@meshwright/plugin-mesh-common';
import { clusterAnswers } from '@meshwright/plugin-mesh-common/testUtils';
import { meshProvisionersExtensionPoint } from '@meshwright/plugin-mesh-node';
import type { JsonObject } from '@backstage/types';
import request from 'supertest';
import { meshPlugin } from './plugin';
import { CANARY } from './runs/__testUtils__/FakeInfrastructure';
import { FakeProvisioner } from './runs/__testUtils__/FakeProvisioner';

jest.setTimeout(60_000);

const NAME = 'shop-neu';
const spec = clusterAnswers();

const backends: Array<Awaited<ReturnType<typeof startTestBackend>>> = [];

/** Everything is allowed but what is named. */
function permissionsWithout(denied: readonly string[]) {
  const permissions = mockServices.permissions.mock();
  permissions.authorize.mockImplementation(async requests =>
    requests.map(({ permission }) => ({
      result: denied.includes(permission.name)
        ? AuthorizeResult.DENY
        : AuthorizeResult.ALLOW,
    })),
  );
  return permissions;
}

async function start(
  options: {
    hasProvisioner?: boolean;
    denied?: string[];
    config?: JsonObject;
  } = {},
) {
  const { hasProvisioner = true, denied = [] } = options;
  const provisioner = new FakeProvisioner();
  const auditor = mockServices.auditor.mock();
  const audit = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(audit);
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  const withProvisioner = createBackendModule({
    pluginId: 'mesh',
    moduleId: 'fake',
    register(env) {
      env.registerInit({
        deps: { provisioners: meshProvisionersExtensionPoint },
        async init({ provisioners }) {
          if (hasProvisioner) {
            provisioners.addProvisioner(provisioner);
          }
        },
      });
    },
  });
  const permissions = permissionsWithout(denied);
  const backend = await startTestBackend({
    features: [
      meshPlugin,
      withProvisioner,
      mockServices.rootConfig.factory({
        data: { mesh: { instance: 'test', ...options.config } },
      }),
      createServiceFactory({
        service: coreServices.auditor,
        deps: {},
        factory: () => auditor,
      }),
      createServiceFactory({
        service: coreServices.permissions,
        deps: {},
        factory: () => permissions,
      }),
      createServiceFactory({
        service: coreServices.logger,
        deps: {},
        factory: () => logger,
      }),
      mockServices.scheduler.mock().factory,
      mockServices.userInfo.factory(),
      catalogServiceMock.factory({ entities: [] }),
    ],
  });
  backends.push(backend);
  const get = (path: string) =>
    request(backend.server).get(`/api/mesh/v1${path}`);
  const post = (path: string, body: object = {}) =>
    request(backend.server).post(`/api/mesh/v1${path}`).send(body);
  const provision = (change: object = {}) =>
    post('/runs', { kind: 'provision', spec, key: 'task-1', ...change });
  const until = async (id: string, isSo: (run: MeshRun) => boolean) => {
    for (;;) {
      const { body } = await get(`/runs/${id}`).expect(200);
      if (isSo(body)) {
        return body as MeshRun;
      }
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  };
  const ended = (id: string) => until(id, run => run.endedAt !== undefined);
  return {
    provisioner,
    outside: provisioner.outside,
    auditor,
    audit,
    logger,
    get,
    post,
    provision,
    until,
    ended,
  };
}

/** What follows the end of a run comes a little after it. */
async function eventually(check: () => Promise<void>) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      await check();
      return;
    } catch {
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }
  await check();
}

async function startWithCluster() {
  const world = await start();
  const { body } = await world.provision({ key: 'first' }).expect(201);
  expect(await world.ended(body.id)).toMatchObject({ state: 'succeeded' });
  world.outside.calls.length = 0;
  return world;
}

describe('runs over HTTP', () => {
  afterEach(async () => {
    await Promise.all(backends.splice(0).map(backend => backend.stop()));
  });

  it('previews, provisions, shows and finds the cluster again', async () => {
    const { provisioner, get, post, provision, ended, outside } = await start();
    const preview = await post('/clusters/preview', {
      purpose: 'provision',
      spec,
    }).expect(200);
    expect(preview.body.steps).toHaveLength(3);
    expect(outside.calls).toEqual([]);

    const { digest } = preview.body;
    const { body: run } = await provision({ digest }).expect(201);
    expect(run).toMatchObject({
      kind: 'provision',
      cluster: NAME,
      by: 'user:default/mock',
    });
    const end = await ended(run.id);

    expect(end).toMatchObject({
      state: 'succeeded',
      message: 'Done: 3 of 3 steps wrote something.',
    });
    expect(end.steps.map(({ id, state }) => [id, state])).toEqual([
      ['group', 'succeeded'],
      ['network', 'succeeded'],
      ['cluster', 'succeeded'],
    ]);
    expect(end.steps[1]).toMatchObject({
      title: 'Thing network',
      resource: '/things/network',
      operation: 'create',
      dependsOn: ['group'],
      attempts: 1,
      changed: true,
    });
    await eventually(async () => {
      const { body: known } = await get('/clusters').expect(200);
      expect(known.items).toMatchObject([{ name: NAME, state: 'ready' }]);
    });
    const { body: again } = await provision({ key: 'task-2' }).expect(201);
    expect(await ended(again.id)).toMatchObject({
      message: 'Everything is as planned; nothing was written.',
    });
    const { body: list } = await get(`/runs?cluster=${NAME}`).expect(200);
    expect(list.items.map(({ id }: MeshRun) => id)).toEqual([again.id, run.id]);
    expect(list.items[0]).not.toHaveProperty('steps');
    await get('/runs?cluster=other').expect(200, { items: [] });
    const { body: kept } = await post('/clusters/preview', {
      purpose: 'provision',
      spec: { name: NAME },
    }).expect(200);
    expect(kept.spec.region).toBe('northeurope');
    expect(provisioner.outside.things.get('cluster')?.writes).toBe(1);
  });

  it('starts a run once by its key, and one at a time by its cluster', async () => {
    const { provisioner, provision, post, until } = await start();
    provisioner.expectedSeconds = 600;
    const first = await provision().expect(201);

    const again = await provision().expect(200);
    const busy = await provision({ key: 'task-2' }).expect(409);
    const foreign = await post('/runs', {
      kind: 'verify',
      cluster: NAME,
      key: 'task-1',
    }).expect(409);

    expect(again.body.id).toBe(first.body.id);
    expect(busy.body.error.message).toContain(`'${first.body.id}'`);
    expect(foreign.body.error.message).toMatch(/'key' is that of another run/);
    await post(`/runs/${first.body.id}/cancel`).expect(200);
    await until(first.body.id, ({ state }) => state === 'canceled');
    await provision().expect(200);
  });

  it('writes nothing when what is there has changed since the preview', async () => {
    const { provisioner, post, provision, ended, outside } = await start();
    const { body } = await post('/clusters/preview', {
      purpose: 'provision',
      spec,
    });
    provisioner.size = 'large';

    const { body: run } = await provision({ digest: body.digest }).expect(201);
    const end = await ended(run.id);

    expect(end.state).toBe('failed');
    expect(end.message).toBe(
      'What is there has changed since the preview, and nothing was written. Now Thing group would be created to something else; Thing network would be created to something else; Thing cluster would be created to something else. Look at a new preview, and approve that.',
    );
    expect(end.steps).toEqual([]);
    expect(outside.calls).toEqual([]);
  });

  it('says what would be done now when it does not know the preview', async () => {
    const { provision, ended, outside } = await start();

    const { body: run } = await provision({ digest: 'unknown' }).expect(201);

    expect((await ended(run.id)).message).toMatch(
      /Now Thing group would be created; Thing network would be created;/,
    );
    expect(outside.calls).toEqual([]);
  });

  it('previews what is wrong, and refuses to do it', async () => {
    const { provisioner, post, provision, get, ended } = await start();
    const wrong = { ...spec, network: { range: '10.240.0.0' } };

    const { body } = await post('/clusters/preview', {
      purpose: 'provision',
      spec: wrong,
    }).expect(200);
    const refused = await provision({ spec: wrong }).expect(400);

    expect(body.steps).toEqual([]);
    expect(body.problems[0].field).toBe('network.range');
    expect(refused.body.error.message).toMatch(/'network.range'/);
    await get('/runs').expect(200, { items: [] });

    provisioner.problems = [
      { field: 'region', message: 'has no quota left', severity: 'error' },
    ];
    const { body: run } = await provision().expect(201);
    expect((await ended(run.id)).message).toBe(
      "Nothing was written: 'region': has no quota left",
    );
    expect(provisioner.outside.calls).toEqual([]);
  });

  it('does not let a cluster move while it is known', async () => {
    const { post, provision } = await startWithCluster();
    const moved = { ...spec, region: 'westeurope' };

    const { body } = await post('/clusters/preview', {
      purpose: 'provision',
      spec: moved,
    }).expect(200);
    await provision({ spec: moved, key: 'task-2' }).expect(400);

    expect(body.problems).toMatchObject([
      { field: 'region', severity: 'error' },
    ]);
  });

  it('cancels, says what exists, and goes on', async () => {
    const { provisioner, outside, post, provision, until, ended } =
      await start();
    provisioner.expectedSeconds = 600;
    const { body: run } = await provision().expect(201);
    await until(run.id, ({ steps }) => steps[0]?.state === 'running');

    const canceling = await post(`/runs/${run.id}/cancel`).expect(200);
    expect(['canceling', 'canceled']).toContain(canceling.body.state);
    const end = await ended(run.id);
    expect(end).toMatchObject({
      state: 'canceled',
      message:
        'Canceled. Stopped half-way: Thing group. Not begun: Thing network, Thing cluster.',
    });
    // Once more is no mistake.
    await post(`/runs/${run.id}/cancel`).expect(200);

    for (const thing of outside.things.values()) {
      thing.readyAt = 0;
      thing.isGivenUp = false;
    }
    outside.starts.network = [{ state: 'succeeded', changed: true }];
    outside.starts.cluster = [{ state: 'succeeded', changed: true }];
    const resumed = await post(`/runs/${run.id}/resume`).expect(200);
    expect(resumed.body.state).toMatch(/queued|running|succeeded/);
    expect(await ended(run.id)).toMatchObject({ state: 'succeeded' });
    const late = await post(`/runs/${run.id}/cancel`).expect(409);
    expect(late.body.error.message).toMatch(/ended already: it succeeded/);
    const twice = await post(`/runs/${run.id}/resume`).expect(409);
    expect(twice.body.error.message).toMatch(/only one that failed/);
  });

  it('lets no earlier run undo a later one', async () => {
    const { outside, post, provision, ended } = await start();
    const error = { message: 'No', resource: 'Thing network' };
    outside.starts.network = [{ state: 'failed', error }];
    const { body: first } = await provision().expect(201);
    expect(await ended(first.id)).toMatchObject({ state: 'failed' });
    const { body: second } = await provision({ key: 'task-2' }).expect(201);
    await ended(second.id);

    const refused = await post(`/runs/${first.id}/resume`).expect(409);

    expect(refused.body.error.message).toContain(`'${second.id}'`);
  });

  it('follows a run line by line', async () => {
    const { get, provision, ended } = await start();
    const { body: run } = await provision().expect(201);
    await ended(run.id);

    const { body } = await get(`/runs/${run.id}/events`).expect(200);
    const rest = await get(`/runs/${run.id}/events?after=2`).expect(200);

    const sequences = body.items.map(
      ({ sequence }: { sequence: number }) => sequence,
    );
    expect(sequences).toEqual(sequences.map((_: number, n: number) => n + 1));
    expect(rest.body.items).toEqual(body.items.slice(2));
    expect(body.items[1]).toMatchObject({
      step: 'group',
      level: 'info',
      message: 'Creating Thing group',
    });
    await get(`/runs/${run.id}/events?after=-1`).expect(400);
    await get(`/runs/${run.id}/events?after=x`).expect(400);
  });

  it('takes down what it knows, when its name was typed', async () => {
    const { outside, get, post, ended } = await startWithCluster();
    const retire = (confirm: string, key = 'away') =>
      post('/runs', { kind: 'retire', cluster: NAME, confirm, key });

    const { body: preview } = await post('/clusters/preview', {
      purpose: 'retire',
      spec: { name: NAME },
    }).expect(200);
    expect(preview.steps.map(({ title }: { title: string }) => title)).toEqual([
      'Thing cluster',
      'Thing network',
      'Thing group',
    ]);
    const refused = await retire('shop').expect(400);
    expect(refused.body.error.message).toMatch(/'confirm' must be the name/);
    expect(outside.calls).toEqual([]);
    const { body: run } = await retire(NAME).expect(201);
    expect(await ended(run.id)).toMatchObject({ state: 'succeeded' });

    // It is not known any more, but its run is.
    await retire(NAME).expect(200);
    await retire(NAME, 'again').expect(404);
    await post('/clusters/preview', {
      purpose: 'retire',
      spec: { name: NAME },
    }).expect(404);
    await eventually(async () => {
      await get('/clusters').expect(200, { items: [] });
    });
  });

  it('verifies what is known, and waits for a cluster that does not answer', async () => {
    const { post, until, ended } = await startWithCluster();
    const verify = (cluster: string) =>
      post('/runs', { kind: 'verify', cluster, key: `verify-${cluster}` });

    const unknown = await verify('nowhere').expect(404);
    const { body: run } = await verify(NAME).expect(201);
    const waiting = await until(run.id, ({ steps }) =>
      steps.some(({ state }) => state === 'waiting'),
    );
    await post(`/runs/${run.id}/cancel`).expect(200);

    expect(unknown.body.error.message).toMatch(/No cluster 'nowhere' is known/);
    expect(waiting.steps[0].operation).toBe('check');
    expect(await ended(run.id)).toMatchObject({ state: 'canceled' });
  });

  it('exports the plan', async () => {
    const { post } = await start();

    const { body } = await post('/clusters/export', {
      format: 'bicep',
      spec,
    }).expect(200);

    expect(body.files).toMatchObject([{ path: 'main.bicep' }]);
    await post('/clusters/export', { format: 'bicep', spec: {} }).expect(400);
    await post('/clusters/export', { format: 'arm', spec }).expect(400);
  });

  it('says which module is missing', async () => {
    const { post, provision } = await start({ hasProvisioner: false });

    const preview = await post('/clusters/preview', {
      purpose: 'provision',
      spec,
    }).expect(503);
    const started = await provision().expect(503);

    for (const { body } of [preview, started]) {
      expect(body.error.message).toContain(
        "'@meshwright/plugin-mesh-backend-module-azure'",
      );
    }
  });

  it('says when nothing can be read', async () => {
    const { provisioner, post, provision, ended } = await start();
    provisioner.unreadable = 'No rights to read rg-shop';

    const preview = await post('/clusters/preview', {
      purpose: 'provision',
      spec,
    }).expect(503);
    const { body: run } = await provision().expect(201);

    expect(preview.body.error.message).toContain('No rights to read rg-shop');
    expect((await ended(run.id)).message).toContain(
      'No rights to read rg-shop',
    );
  });

  it.each([
    ['get', '/runs/none'],
    ['get', '/runs/none/events'],
    ['post', '/runs/none/cancel'],
    ['post', '/runs/none/resume'],
  ] as const)('knows no run for %s %s', async (method, path) => {
    const world = await start();
    const answer = await (method === 'get'
      ? world.get(path)
      : world.post(path));

    expect(answer.status).toBe(404);
    expect(answer.body.error.message).toBe("There is no run 'none'");
  });

  it.each([
    ['an unknown kind', { kind: 'upgrade' }],
    ['no key', { key: '' }],
    ['no specification', { spec: 'x' }],
    ['an empty digest', { digest: '' }],
  ])('refuses a run with %s', async (_, change) => {
    const { provision } = await start();
    const answer = await provision(change);
    expect(answer.status).toBe(400);
  });

  it('asks for the permission of each kind of run', async () => {
    const world = await start({
      denied: ['mesh.cluster.retire', 'mesh.cluster.verify'],
    });
    const { post, provision, ended } = world;
    const { body: run } = await provision().expect(201);
    await ended(run.id);

    for (const kind of ['retire', 'verify']) {
      const { body } = await post('/runs', {
        kind,
        cluster: NAME,
        confirm: NAME,
        key: kind,
      }).expect(403);
      expect(body.error.message).toContain(`'mesh.cluster.${kind}'`);
    }
  });

  it('lets nobody stop what they could not start', async () => {
    const world = await start({ denied: ['mesh.cluster.provision'] });
    const refused = await world.provision().expect(403);
    expect(refused.body.error.message).toContain("'mesh.cluster.provision'");
  });

  it('lets no service start, cancel or resume in the place of a person', async () => {
    const { post, provision, ended } = await start();
    const { body: run } = await provision().expect(201);
    await ended(run.id);
    const service = mockCredentials.service.header();

    const answers = [
      await provision({ key: 'x' }).set('authorization', service),
      await post(`/runs/${run.id}/cancel`).set('authorization', service),
      await post(`/runs/${run.id}/resume`).set('authorization', service),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it('reports who did what, and what became of it', async () => {
    const world = await start();
    const { auditor, audit, provision, post, ended } = world;
    const { body: run } = await provision().expect(201);
    await ended(run.id);
    await eventually(async () =>
      expect(audit.success).toHaveBeenCalledTimes(2),
    );
    await post('/runs/none/cancel').expect(404);

    const events = auditor.createEvent.mock.calls.map(([event]) => event);
    expect(events).toMatchObject([
      {
        eventId: 'cluster-provision',
        meta: { by: 'user:default/mock', request: { key: 'task-1' } },
      },
      {
        eventId: 'run-end',
        meta: { run: run.id, state: 'succeeded', by: 'user:default/mock' },
      },
      { eventId: 'run-cancel', meta: { request: { id: 'none' } } },
    ]);
    expect(audit.success).toHaveBeenCalledTimes(2);
    expect(audit.fail).toHaveBeenCalledTimes(1);
  });

  it('never shows a poller', async () => {
    const world = await start();
    const { provisioner, outside, get, post, provision } = world;
    provisioner.expectedSeconds = 0.2;
    const signed = `https://arm/op?s=${CANARY}`;
    outside.polls.cluster = [new Error(`GET ${signed} failed`)];
    const seen: unknown[] = [];
    const { body: run } = await provision().expect(201);
    seen.push(run);
    for (let isOver = false; !isOver; ) {
      const answers = await Promise.all([
        get(`/runs/${run.id}`),
        get('/runs'),
        get(`/runs/${run.id}/events`),
      ]);
      seen.push(...answers.map(({ body }) => body));
      isOver = answers[0].body.endedAt !== undefined;
    }
    seen.push((await post(`/runs/${run.id}/resume`)).body);

    expect(outside.calls).toContain('poll network');
    seen.push(
      world.auditor.createEvent.mock.calls.map(
        ([{ request: _, ...event }]) => event,
      ),
      world.audit.fail.mock.calls.map(([{ error }]) => String(error)),
      ...(['info', 'warn', 'error', 'debug'] as const).map(
        level => world.logger[level].mock.calls,
      ),
    );
    const text = JSON.stringify(seen);
    expect(text).toContain('https://arm/op');
    expect(text).not.toContain(CANARY);
  });
});
