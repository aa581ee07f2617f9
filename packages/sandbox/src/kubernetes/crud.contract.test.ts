import { TestApi, configMap, deployment, paths } from './__testUtils__/api';

const api = new TestApi();
let namespace: string;
let path: string;

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(async () => {
  namespace = await api.namespace();
  path = paths.configMaps(namespace);
});

describe('create', () => {
  it('answers the object with what the server adds', async () => {
    const { code, body } = await api.post(path, configMap('a', { k: 'v' }));
    expect(code).toBe(201);
    expect(body).toMatchObject({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace },
      data: { k: 'v' },
    });
    expect(body.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.metadata.resourceVersion).toMatch(/^\d+$/);
    expect(body.metadata.creationTimestamp).toMatch(/^\d{4}-.*:\d\dZ$/);
    expect(body.metadata.generation).toBeUndefined();
  });

  it('refuses a name that is taken', async () => {
    await api.post(path, configMap('a'));
    const { code, body } = await api.post(path, configMap('a'));
    expect(code).toBe(409);
    expect(body).toMatchObject({
      kind: 'Status',
      status: 'Failure',
      reason: 'AlreadyExists',
      message: 'configmaps "a" already exists',
      details: { name: 'a', kind: 'configmaps' },
      code: 409,
    });
  });

  it('makes a name from generateName', async () => {
    const { name: _, ...rest } = configMap('x').metadata;
    const given = {
      ...configMap('x'),
      metadata: { ...rest, generateName: 'pre-' },
    };
    const first = await api.post(path, given);
    const second = await api.post(path, given);
    expect(first.body.metadata.name).toMatch(/^pre-[a-z0-9]{5}$/);
    expect(second.body.metadata.name).not.toBe(first.body.metadata.name);
  });

  it('needs the namespace', async () => {
    const missing = paths.configMaps('no-such-namespace');
    const { code, body } = await api.post(missing, configMap('a'));
    expect(code).toBe(404);
    expect(body.message).toBe('namespaces "no-such-namespace" not found');
  });

  it('refuses another namespace, kind or version than the path', async () => {
    const elsewhere = configMap('a', {}, { namespace: 'other' });
    expect((await api.post(path, elsewhere)).code).toBe(400);
    expect((await api.post(path, deployment('a'))).code).toBe(400);
    const bare = { metadata: { name: 'a' } };
    const policies = paths.policies(namespace);
    expect((await api.post(policies, bare)).code).toBe(400);
    expect((await api.apply(`${path}/a`, 'one', bare)).code).toBe(400);
    expect((await api.post(path, bare)).code).toBe(201);
  });

  it('stores nothing in a dry run', async () => {
    const { code, body } = await api.post(`${path}?dryRun=All`, configMap('a'));
    expect(code).toBe(201);
    expect(body.metadata.name).toBe('a');
    expect((await api.get(`${path}/a`)).code).toBe(404);
  });

  it('reads YAML too', async () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map}\ndata: {a: "1"}\n`;
    const { code, body } = await api.post(path, text, {
      type: 'application/yaml',
    });
    expect(code).toBe(201);
    expect(body.data).toEqual({ a: '1' });
  });

  it('reads YAML of the first version, where y is no text', async () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: y}\n`;
    const { code, body } = await api.post(path, text, {
      type: 'application/yaml',
    });
    expect(code).toBe(400);
    expect(body.message).toContain('metadata.name');
  });

  it('stores no map that is empty', async () => {
    const { body } = await api.post(path, {
      ...configMap('a', {}),
      binaryData: {},
    });
    expect(body).not.toHaveProperty('data');
    expect(body).not.toHaveProperty('binaryData');
  });

  it('refuses a body that is no JSON, and other media', async () => {
    expect((await api.post(path, '{')).code).toBe(400);
    const form = { type: 'application/x-www-form-urlencoded' };
    expect((await api.post(path, 'a=b', form)).code).toBe(415);
  });
});

describe('read', () => {
  it('answers a Status for what is not there', async () => {
    const { code, body } = await api.get(`${path}/gone`);
    expect(code).toBe(404);
    expect(body).toMatchObject({
      kind: 'Status',
      apiVersion: 'v1',
      reason: 'NotFound',
      message: 'configmaps "gone" not found',
      details: { name: 'gone', kind: 'configmaps' },
    });
  });

  it('serves one object under each version of its kind', async () => {
    await api.post(paths.policies(namespace), {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'a' },
      spec: {},
    });
    const { body } = await api.get(`${paths.policies(namespace, 'v1beta1')}/a`);
    expect(body.apiVersion).toBe('security.istio.io/v1beta1');
  });
});

describe('replace', () => {
  it('refuses a version that is not the latest', async () => {
    const { body: first } = await api.post(path, configMap('a', { k: '1' }));
    const second = await api.put(`${path}/a`, { ...first, data: { k: '2' } });
    expect(second.code).toBe(200);
    const { code, body } = await api.put(`${path}/a`, {
      ...first,
      data: { k: '3' },
    });
    expect(code).toBe(409);
    expect(body.reason).toBe('Conflict');
    expect(body.message).toContain('the object has been modified');
    expect((await api.get(`${path}/a`)).body.data).toEqual({ k: '2' });
  });

  it('keeps what the server owns', async () => {
    const { body: first } = await api.post(path, configMap('a'));
    const { body } = await api.put(`${path}/a`, configMap('a', { k: 'v' }));
    expect(body.metadata.uid).toBe(first.metadata.uid);
    expect(body.metadata.creationTimestamp).toBe(
      first.metadata.creationTimestamp,
    );
    expect(Number(body.metadata.resourceVersion)).toBeGreaterThan(
      Number(first.metadata.resourceVersion),
    );
  });

  it('leaves the version alone when nothing changes', async () => {
    const { body: first } = await api.post(path, configMap('a', { k: 'v' }));
    const { body } = await api.put(`${path}/a`, first);
    expect(body.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  });

  it('counts generations of the spec only', async () => {
    const deployments = paths.deployments(namespace);
    const { body: first } = await api.post(deployments, deployment('web'));
    expect(first.metadata.generation).toBe(1);
    const labelled = {
      ...first,
      metadata: { ...first.metadata, labels: { a: 'b' } },
    };
    const second = await api.put(`${deployments}/web`, labelled);
    expect(second.body.metadata.generation).toBe(1);
    const scaled = {
      ...second.body,
      spec: { ...second.body.spec, replicas: 3 },
    };
    const third = await api.put(`${deployments}/web`, scaled);
    expect(third.body.metadata.generation).toBe(2);
  });
});

describe('status', () => {
  it('is written through its subresource and nowhere else', async () => {
    const deployments = paths.deployments(namespace);
    const { body: first } = await api.post(deployments, {
      ...deployment('web'),
      status: { replicas: 9 },
    });
    expect(first.status?.replicas).toBeUndefined();
    const status = { replicas: 2, readyReplicas: 2 };
    const written = await api.put(`${deployments}/web/status`, {
      ...first,
      spec: { ...first.spec, replicas: 7 },
      status,
    });
    expect(written.code).toBe(200);
    expect(written.body.status).toMatchObject(status);
    expect(written.body.spec.replicas).toBe(1);
    const replaced = await api.put(`${deployments}/web`, {
      ...written.body,
      status: {},
    });
    expect(replaced.body.status).toMatchObject(status);
  });
});

it('stores the plain texts of a Secret as bytes', async () => {
  const secrets = `/api/v1/namespaces/${namespace}/secrets`;
  const { code, body } = await api.post(secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'a' },
    data: { k: 'MQ==', l: 'Mg==' },
    stringData: { k: 'other' },
  });
  expect(code).toBe(201);
  expect(body.data).toEqual({ k: 'b3RoZXI=', l: 'Mg==' });
  expect(body).not.toHaveProperty('stringData');
});
