import type { ProvisionStep } from '@meshwright/plugin-mesh-common';
import type { JsonObject } from '@backstage/types';
import { type KubernetesApi, startKubernetesApi } from '@meshwright/sandbox';
import { KubernetesConnection } from './KubernetesConnection';
import { KubernetesStepDriver } from './KubernetesStepDriver';

jest.setTimeout(30_000);

const configMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'mesh' },
  data: { mesh: 'accessLogFile: /dev/stdout\n' },
};
const gateway = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'gateway',
    namespace: 'mesh',
    annotations: { 'example.com/address': '10.240.4.4' },
  },
  spec: { externalTrafficPolicy: 'Local' },
};

/** As a cluster makes it: every default is then its maker's. */
const service = {
  ...gateway,
  metadata: { name: 'gateway', namespace: 'mesh' },
  spec: { type: 'LoadBalancer', ports: [{ name: 'https', port: 443 }] },
};

function toStep(body: JsonObject): ProvisionStep {
  return {
    id: 'object',
    target: 'kubernetes',
    title: 'Settings of the mesh',
    operation: 'create',
    reason: 'a test',
    resource: { id: 'x', type: 'ConfigMap', name: 'settings', apiVersion: '' },
    provider: 'kubernetes',
    dependsOn: [],
    body,
    changes: [],
    answers: ['mesh.revision'],
    expectedSeconds: 1,
  };
}

const context = { instance: 'test', cluster: 'dev', attempt: 0 };

describe('KubernetesStepDriver', () => {
  let api: KubernetesApi;
  let driver: KubernetesStepDriver;

  beforeEach(async () => {
    api = await startKubernetesApi({ port: 0 });
    await api.seed([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'mesh' } },
    ]);
    driver = KubernetesStepDriver.create({
      connect: async cluster =>
        new KubernetesConnection({
          cluster,
          credentials: async () => ({ kubeconfig: api.kubeconfig }),
        }),
    });
  });

  afterEach(() => api.stop());

  async function call(
    path: string,
    options: { method?: string; body?: unknown; type?: string } = {},
  ) {
    const { method = 'GET', body, type = 'application/json' } = options;
    const response = await fetch(`${api.url}/api/v1/namespaces/mesh/${path}`, {
      method,
      headers: { 'content-type': type },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return response.json();
  }

  it('applies an object once', async () => {
    const step = toStep(configMap);

    expect(await driver.start(step, context)).toEqual({
      state: 'succeeded',
      changed: true,
    });
    const { metadata } = await call('configmaps/settings');
    expect(await driver.start(step, context)).toEqual({
      state: 'succeeded',
      changed: false,
    });
    expect((await call('configmaps/settings')).metadata).toEqual(metadata);
  });

  it('adds its keys beside those of others', async () => {
    const others = { ...configMap, data: { theirs: 'x' } };
    await call('configmaps', { method: 'POST', body: others });

    await driver.start(toStep(configMap), context);

    expect((await call('configmaps/settings')).data).toEqual({
      theirs: 'x',
      mesh: 'accessLogFile: /dev/stdout\n',
    });
  });

  it('leaves a key that somebody else manages, and names them', async () => {
    await call('configmaps/settings?fieldManager=flux', {
      method: 'PATCH',
      type: 'application/apply-patch+yaml',
      body: { ...configMap, data: { mesh: 'theirs' } },
    });

    expect(await driver.start(toStep(configMap), context)).toMatchObject({
      state: 'failed',
      error: {
        resource: 'Settings of the mesh',
        status: 409,
        answer: 'mesh.revision',
        message: expect.stringMatching(/'\.data\.mesh' by 'flux'/),
      },
    });
    expect((await call('configmaps/settings')).data.mesh).toBe('theirs');
  });

  it('waits for the Service of the gateway, and then adds to it', async () => {
    const step = toStep(gateway);

    expect(await driver.start(step, context)).toMatchObject({ state: 'retry' });

    await call('services', { method: 'POST', body: service });
    expect(await driver.start(step, context)).toMatchObject({ changed: true });
    expect(await call('services/gateway')).toMatchObject({
      metadata: gateway.metadata,
      spec: {
        externalTrafficPolicy: 'Local',
        ports: [{ name: 'https', port: 443 }],
      },
    });
    expect(await driver.start(step, context)).toMatchObject({ changed: false });
  });

  it('takes over a default of the Service of the gateway, not what is applied', async () => {
    const step = toStep(gateway);
    await call('services', { method: 'POST', body: service });
    await call('services/gateway?fieldManager=flux', {
      method: 'PATCH',
      type: 'application/apply-patch+yaml',
      body: {
        ...service,
        metadata: {
          ...service.metadata,
          annotations: { 'example.com/address': '10.240.4.9' },
        },
      },
    });

    expect(await driver.start(step, context)).toMatchObject({
      state: 'failed',
      error: {
        message: expect.stringMatching(/example.com\/address.* by 'flux'/),
      },
    });
    expect(await call('services/gateway')).toMatchObject({
      metadata: { annotations: { 'example.com/address': '10.240.4.9' } },
      spec: { externalTrafficPolicy: 'Cluster' },
    });
  });

  it('waits for a cluster that does not answer yet, but not for ever', async () => {
    await api.stop();
    const step = toStep(configMap);

    expect(await driver.start(step, context)).toMatchObject({
      state: 'retry',
      error: { message: expect.stringMatching(/nothing listens/) },
    });
    expect(await driver.start(step, { ...context, attempt: 60 })).toMatchObject(
      { state: 'failed' },
    );
  });

  it('does not wait for what cannot become right', async () => {
    const { metadata } = configMap;
    const labels = { 'a b': 'x' };
    const step = toStep({ ...configMap, metadata: { ...metadata, labels } });

    expect(await driver.start(step, context)).toMatchObject({
      state: 'failed',
      error: { status: 422 },
    });
    expect(await driver.start(toStep({}), context)).toMatchObject({
      state: 'failed',
      error: { message: expect.stringMatching(/no object to apply/) },
    });
  });
});
