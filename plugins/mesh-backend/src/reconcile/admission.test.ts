import { setTimeout as sleep } from 'node:timers/promises';
import { TestDatabases } from '@backstage/backend-test-utils';
import { describeOnControlPlane } from '@meshwright/control-plane';
import type { MeshObject } from '@meshwright/plugin-mesh-common';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import {
  createKubectl,
  createServerWorld,
} from '../__testUtils__/createServerWorld';
import { startWebhook, type Verdict } from '../__testUtils__/startWebhook';

jest.setTimeout(120_000);

const WEBHOOK = 'policies.admission.test';
const AUTHORIZATION = 'AuthorizationPolicy';
const REGISTRATIONS = '/apis/admissionregistration.k8s.io/v1';

const rule = {
  apiGroups: ['security.istio.io'],
  apiVersions: ['*'],
  operations: ['CREATE', 'UPDATE'],
  resources: ['authorizationpolicies'],
};

describeOnControlPlane('admission on a real API server', server => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let webhook: Awaited<ReturnType<typeof startWebhook>>;
  const stops: Array<() => Promise<void>> = [];
  let number = 0;

  /** What the API server would make of a policy. */
  const probe = (name: string): Promise<MeshObject> =>
    createKubectl(server()).send(
      'POST',
      '/apis/security.istio.io/v1/namespaces/default/authorizationpolicies?dryRun=All',
      {
        apiVersion: 'security.istio.io/v1',
        kind: AUTHORIZATION,
        metadata: { name },
        spec: { rules: [{ to: [{ operation: { ports: ['80'] } }] }] },
      },
    );

  /** The API server learns of webhooks by a watch. */
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + 60_000;
    while (!(await isSo())) {
      if (Date.now() > end) {
        throw new Error('The webhook was not called in time');
      }
      await sleep(50);
    }
  }

  beforeAll(async () => {
    webhook = await startWebhook();
    const kubectl = createKubectl(server());
    const common = {
      name: WEBHOOK,
      clientConfig: webhook.clientConfig('judge'),
      rules: [rule],
      timeoutSeconds: 3,
      failurePolicy: 'Fail',
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
    };
    await kubectl.send(
      'POST',
      `${REGISTRATIONS}/validatingwebhookconfigurations`,
      { metadata: { name: 'policies' }, webhooks: [common] },
    );
    await until(async () => {
      await probe('probe');
      return webhook.state.seen.length > 0;
    });
  });

  afterEach(async () => {
    webhook.state.judge = () => undefined;
    await Promise.all(stops.splice(0).map(stop => stop()));
  });

  afterAll(() => webhook.stop());

  /** `web` calls `api` and `pay` beside it, and `far` elsewhere. */
  async function start() {
    number += 1;
    const home = `shop-${number}`;
    const away = `away-${number}`;
    const location = `url:https://git.example.com/${home}/catalog-info.yaml`;
    const of = (name: string, ...called: string[]) =>
      component({
        name,
        namespace: home,
        location,
        dependsOn: called.map(other => `component:default/${other}`),
      });
    const far = component({ name: 'far', namespace: away, location });
    const entities = [
      of('web', 'api', 'pay', 'far'),
      of('api'),
      of('pay'),
      far,
    ];
    const world = await createServerWorld({
      databases,
      server: server(),
      instance: `admission-${number}`,
      entities,
    });
    stops.push(world.stop);
    for (const namespace of [home, away]) {
      await world.adopt(namespace);
    }
    const names = async (kind: string, namespace = home) =>
      (await world.kubectl.list(kind, namespace)).map(({ metadata }) =>
        metadata.name.replace(/-[0-9a-f]{10}$/, ''),
      );
    return { ...world, home, away, of, far, names };
  }

  const ref = (name: string) => `component:default/${name}`;
  const isOf = (service: string) => (object: MeshObject) =>
    object.metadata.name.startsWith(`allow-to-${service}-`);
  const answerFor = (service: string, verdict: Verdict) => {
    webhook.state.judge = object =>
      isOf(service)(object) ? verdict : undefined;
  };

  it('shows a refusal where it concerns, lets the rest go on, and finishes', async () => {
    const world = await start();
    answerFor('api', { refuse: 'policies need a ticket' });

    const first = await world.pass();

    expect(first.message).toContain('policies need a ticket');
    expect(await world.condition(ref('api'), 'Accepted')).toMatchObject({
      status: 'false',
      reason: 'Refused',
      message: expect.stringMatching(
        /AuthorizationPolicy shop-.*allow-to-api-.*policies need a ticket.*change what is declared/,
      ),
    });
    expect(await world.step(ref('web'), ref('api'), 'accepted')).toMatchObject({
      status: 'false',
      reason: 'Refused',
    });
    for (const called of ['pay', 'far']) {
      expect(
        await world.step(ref('web'), ref(called), 'accepted'),
      ).toMatchObject({ status: 'true' });
    }
    expect(await world.names(AUTHORIZATION)).toEqual([
      'allow-to-pay',
      'allow-to-web',
    ]);
    expect(await world.names('NetworkPolicy')).toContain(
      'meshwright-default-deny',
    );
    expect(await world.names(AUTHORIZATION, world.away)).toContain(
      'meshwright-default-deny',
    );
    expect(
      (await world.objectsOf(ref('pay'))).find(
        ({ kind, name }) =>
          kind === AUTHORIZATION && name === 'meshwright-default-deny',
      )?.message,
    ).toMatch(/Waits for AuthorizationPolicy '.*allow-to-api.*ticket/);

    await world.settle();
    await world.pass();

    expect(world.writes).toEqual([
      expect.stringMatching(/^POST .*shop-.*authorizationpolicies$/),
    ]);

    webhook.state.judge = () => undefined;
    const last = await world.pass();

    expect(last).toMatchObject({ failed: 0, changes: 2 });
    expect(await world.names(AUTHORIZATION)).toContain(
      'meshwright-default-deny',
    );
    expect(await world.condition(ref('api'), 'Accepted')).toMatchObject({
      status: 'true',
    });
    await world.pass();
    expect(world.writes).toEqual([]);
  });

  it('keeps what is there when an update is refused, and revokes elsewhere', async () => {
    const world = await start();
    await world.pass();
    const find = async (service: string) =>
      (await world.kubectl.list(AUTHORIZATION, world.home)).find(isOf(service));
    const before = await find('api');
    answerFor('api', { refuse: 'frozen' });
    world.catalog.entities = [
      world.of('web', 'api'),
      world.of('api'),
      world.of('pay', 'api'),
      world.far,
    ];

    await world.pass();
    await world.pass();

    expect((await find('api'))?.spec).toEqual(before?.spec);
    expect((await find('pay'))?.spec?.rules).toBeUndefined();
    expect(await world.condition(ref('api'), 'Accepted')).toMatchObject({
      status: 'false',
      message: expect.stringContaining('frozen'),
    });
    expect(await world.step(ref('pay'), ref('api'), 'accepted')).toMatchObject({
      status: 'false',
    });
    // Its part of the policy is there as it was, and as it should be.
    expect(await world.step(ref('web'), ref('api'), 'accepted')).toMatchObject({
      status: 'true',
    });
    expect(await world.condition(ref('pay'), 'Accepted')).toMatchObject({
      status: 'true',
    });
  });

  it('shows warnings as long as they are true, and fails nothing', async () => {
    const world = await start();
    answerFor('api', { warnings: ['soon forbidden', 'use another'] });

    const first = await world.pass();
    const shown = await world.condition(ref('api'), 'Accepted');
    await world.settle();
    const second = await world.pass();

    expect(first.failed).toBe(0);
    expect(second).toMatchObject({ failed: 0, changes: 0 });
    expect(shown).toMatchObject({
      status: 'true',
      reason: 'AcceptedWithWarnings',
      message: expect.stringContaining('soon forbidden'),
    });
    expect(await world.condition(ref('api'), 'Accepted')).toMatchObject({
      reason: 'AcceptedWithWarnings',
    });
    expect(await world.condition(ref('pay'), 'Accepted')).toMatchObject({
      reason: 'Accepted',
    });
  });

  it('knows nothing when the webhook is too slow, and asks once a pass', async () => {
    const world = await start();
    answerFor('api', { delayMs: 4_000 });

    await world.pass();

    expect(await world.condition(ref('api'), 'Accepted')).toMatchObject({
      status: 'unknown',
      reason: 'NoAnswer',
      message: expect.stringMatching(
        /failed calling webhook "policies.admission.test".*see why the webhook 'policies.admission.test' does not answer; the next pass tries again/,
      ),
    });
    expect(await world.step(ref('web'), ref('api'), 'accepted')).toMatchObject({
      status: 'unknown',
    });
    expect(await world.step(ref('web'), ref('pay'), 'accepted')).toMatchObject({
      status: 'true',
    });
    expect(await world.names(AUTHORIZATION)).toEqual([
      'allow-to-pay',
      'allow-to-web',
    ]);
    await world.settle();
    await world.pass();
    expect(world.writes).toHaveLength(1);

    webhook.state.judge = () => undefined;
    expect(await world.pass()).toMatchObject({ failed: 0, changes: 2 });
  });

  it('knows nothing while the webhook is down, and finishes when it is back', async () => {
    const world = await start();
    await webhook.stop();

    try {
      await world.pass();
      expect(await world.names(AUTHORIZATION)).toEqual([]);
      expect(await world.names('NetworkPolicy')).toContain(
        'meshwright-default-deny',
      );
      for (const name of ['web', 'api', 'pay', 'far']) {
        expect(await world.condition(ref(name), 'Accepted')).toMatchObject({
          status: 'unknown',
          message: expect.stringContaining('failed calling webhook'),
        });
      }
      await world.settle();
      await world.pass();
      // One for each policy of a service; the default denials wait.
      expect(world.writes).toHaveLength(4);
    } finally {
      await webhook.resume();
    }

    expect(await world.pass()).toMatchObject({ failed: 0 });
    expect(await world.names(AUTHORIZATION)).toHaveLength(4);
  });

  it('says what others say in a short line, without tokens', async () => {
    const world = await start();
    const token = `eyJ${'a'.repeat(40)}.${'b'.repeat(40)}.${'c'.repeat(40)}`;
    answerFor('api', {
      refuse: `no\n\u0007${token} ${'long '.repeat(2_000)}`,
    });

    await world.pass();

    const { message = '' } =
      (await world.condition(ref('api'), 'Accepted')) ?? {};
    expect(message).toContain('denied the request: no (hidden) long');
    expect(message).not.toContain(token.slice(0, 20));
    expect(message.length).toBeLessThan(700);
    expect(JSON.stringify(await world.stores.passes.list())).not.toContain(
      token.slice(0, 20),
    );
  });

  it('says that a webhook changes what is written, and does not go on for ever', async () => {
    const world = await start();
    const path = `${REGISTRATIONS}/mutatingwebhookconfigurations`;
    await world.kubectl.send('POST', path, {
      metadata: { name: 'labels' },
      webhooks: [
        {
          name: 'labels.admission.test',
          clientConfig: webhook.clientConfig('mutate'),
          rules: [rule],
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
        },
      ],
    });
    webhook.state.judge = object =>
      isOf('api')(object)
        ? {
            patch: [
              {
                op: 'add',
                path: '/spec/rules/0/to/0/operation/methods',
                value: ['GET'],
              },
            ],
          }
        : undefined;

    try {
      await until(async () =>
        JSON.stringify(await probe('allow-to-api-probe')).includes('GET'),
      );
      const find = async () =>
        (await world.kubectl.list(AUTHORIZATION, world.home)).find(isOf('api'));
      expect(await world.pass()).toMatchObject({ failed: 0 });
      await world.settle();
      const version = (await find())?.metadata.resourceVersion;
      const again = await world.pass();

      expect(again).toMatchObject({ changes: 0 });
      expect(await world.condition(ref('api'), 'Accepted')).toMatchObject({
        status: 'false',
        reason: 'Conflict',
        message: expect.stringMatching(
          /A webhook of the cluster changes 'spec.rules' whenever/,
        ),
      });
      expect((await find())?.metadata.resourceVersion).toBe(version);
      // Only asks whether it would stay.
      expect(world.writes).toHaveLength(1);
    } finally {
      await world.kubectl.send('DELETE', `${path}/labels`);
    }
  });

  describe('what the server itself answers', () => {
    const quota = (namespace: string): MeshObject => ({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'few', namespace },
      spec: {
        hard: { 'count/authorizationpolicies.security.istio.io': '0' },
      },
    });

    it('shows that a quota is used up as a refusal', async () => {
      const world = await start();
      const { hard } = quota(world.home).spec as { hard: object };
      await world.kubectl.create(quota(world.home));
      await world.kubectl.send(
        'PATCH',
        `/api/v1/namespaces/${world.home}/resourcequotas/few/status`,
        {
          status: {
            hard,
            used: { 'count/authorizationpolicies.security.istio.io': '0' },
          },
        },
      );
      // The plugin that checks it learns of it by a watch.
      await until(async () => {
        const { kind } = await world.kubectl
          .send(
            'POST',
            `/apis/security.istio.io/v1/namespaces/${world.home}/authorizationpolicies?dryRun=All`,
            {
              apiVersion: 'security.istio.io/v1',
              kind: AUTHORIZATION,
              metadata: { name: 'probe' },
            },
          )
          .catch(() => ({ kind: 'Status' }));
        return kind === 'Status';
      });

      await world.pass();

      expect(await world.condition(ref('api'), 'Accepted')).toMatchObject({
        status: 'false',
        reason: 'Refused',
        message: expect.stringMatching(
          /exceeded quota.*let the quota of the namespace be raised/,
        ),
      });
      expect(await world.condition(ref('far'), 'Accepted')).toMatchObject({
        status: 'true',
      });
    });

    it.each([
      ['its own limit', 3_200_000],
      ['the limit of its store', 1_700_000],
    ])('takes an object above %s for refused', async (_, bytes) => {
      const world = await start();
      const path = `/${'a'.repeat(1_000)}`;
      const desired: MeshObject = {
        apiVersion: 'security.istio.io/v1',
        kind: AUTHORIZATION,
        metadata: {
          name: 'large',
          namespace: world.home,
          labels: {
            'app.kubernetes.io/managed-by': 'meshwright',
            'meshwright.io/instance': world.config.instance,
          },
        },
        spec: {
          rules: [
            {
              to: [
                {
                  operation: {
                    paths: Array.from(
                      { length: bytes / path.length },
                      () => path,
                    ),
                  },
                },
              ],
            },
          ],
        },
      };

      const result = await world.adapter.apply(
        { target: 'object', type: 'create', key: 'large', desired },
        { instance: world.config.instance },
      );

      expect(result).toMatchObject({
        outcome: 'refused',
        advice: expect.stringContaining('fewer callers'),
      });
      expect(result.message?.length).toBeLessThan(450);
    });

    it('knows nothing when its store does not answer, and goes on next time', async () => {
      const world = await start();
      world.hooks.before = ({ url }, answer) => {
        if (!url?.includes(`/${world.home}/authorizationpolicies`)) {
          return;
        }
        answer.writeHead(500, { 'content-type': 'application/json' });
        answer.end(
          JSON.stringify({
            kind: 'Status',
            status: 'Failure',
            reason: 'InternalError',
            message: 'etcdserver: request timed out',
            code: 500,
          }),
        );
      };

      await world.pass();

      expect(await world.condition(ref('api'), 'Accepted')).toMatchObject({
        status: 'unknown',
        reason: 'NoAnswer',
        message: expect.stringMatching(
          /etcdserver: request timed out \(HTTP 500\); the next pass tries again/,
        ),
      });
      expect(await world.condition(ref('far'), 'Accepted')).toMatchObject({
        status: 'true',
      });
      world.hooks.before = undefined;
      expect(await world.pass()).toMatchObject({ failed: 0 });
    });
  });
});
