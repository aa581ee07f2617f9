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

const options = (preconditions: object) => ({
  apiVersion: 'v1',
  kind: 'DeleteOptions',
  preconditions,
});

it('answers a Status with the uid of what went', async () => {
  const { body: first } = await api.post(path, configMap('a'));
  const { code, body } = await api.delete(`${path}/a`);
  expect(code).toBe(200);
  expect(body).toMatchObject({
    kind: 'Status',
    status: 'Success',
    details: { name: 'a', kind: 'configmaps', uid: first.metadata.uid },
  });
  expect((await api.get(`${path}/a`)).code).toBe(404);
  expect((await api.delete(`${path}/a`)).code).toBe(404);
});

it('deletes only what its preconditions describe', async () => {
  const { body } = await api.post(path, configMap('a'));
  const { uid, resourceVersion } = body.metadata;
  const other = options({ uid: '00000000-0000-0000-0000-000000000000' });
  expect((await api.delete(`${path}/a`, other)).code).toBe(409);
  await api.put(`${path}/a`, configMap('a', { k: 'v' }));
  const stale = options({ uid, resourceVersion });
  const refused = await api.delete(`${path}/a`, stale);
  expect(refused.code).toBe(409);
  expect(refused.body.reason).toBe('Conflict');
  expect((await api.delete(`${path}/a`, options({ uid }))).code).toBe(200);
});

it('waits for finalizers', async () => {
  const finalizers = ['example.com/hold'];
  await api.post(path, configMap('a', {}, { finalizers }));
  await api.delete(`${path}/a`);
  const { body: held } = await api.get(`${path}/a`);
  expect(held.metadata.deletionTimestamp).toEqual(expect.any(String));
  await api.patch(`${path}/a`, 'merge-patch+json', {
    metadata: { finalizers: null },
  });
  expect((await api.get(`${path}/a`)).code).toBe(404);
});

it('leaves everything in a dry run', async () => {
  await api.post(path, configMap('a'));
  expect((await api.delete(`${path}/a?dryRun=All`)).code).toBe(200);
  expect((await api.get(`${path}/a`)).code).toBe(200);
});

it('deletes a collection by labels', async () => {
  await api.post(path, configMap('a', {}, { labels: { app: 'x' } }));
  await api.post(path, configMap('b'));
  expect((await api.delete(`${path}?labelSelector=app=x`)).code).toBe(200);
  expect((await api.get(`${path}/a`)).code).toBe(404);
  expect((await api.get(`${path}/b`)).code).toBe(200);
});

it('takes the contents of a namespace with it', async () => {
  const finalizers = ['example.com/hold'];
  await api.post(path, configMap('a'));
  await api.post(path, configMap('b', {}, { finalizers }));
  const { body } = await api.delete(`/api/v1/namespaces/${namespace}`);
  expect(body.status.phase).toBe('Terminating');
  const { code } = await api.post(
    paths.deployments(namespace),
    deployment('late'),
  );
  expect(code).toBe(403);
  expect((await api.get(`/api/v1/namespaces/${namespace}`)).code).toBe(200);
  await api.patch(`${path}/b`, 'merge-patch+json', {
    metadata: { finalizers: null },
  });
  // A namespace controller looks again after a while.
  const end = Date.now() + 60_000;
  let last = 200;
  while (last !== 404 && Date.now() < end) {
    last = (await api.get(`/api/v1/namespaces/${namespace}`)).code;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  expect(last).toBe(404);
  expect((await api.get(`${path}/a`)).code).toBe(404);
}, 90_000);
