import { startKubernetesApi } from '.';
import type { KubernetesApi } from '.';
import { TestApi, configMap, paths } from './__testUtils__/api';

let own: KubernetesApi;
const api = new TestApi();
const path = paths.configMaps('default');

beforeEach(async () => {
  own = await startKubernetesApi({ port: 0 });
  api.url = own.url;
});
afterEach(() => own.stop());

it.each([
  [409, 'Conflict'],
  [429, 'TooManyRequests'],
  [500, 'InternalError'],
  [503, 'ServiceUnavailable'],
])('answers %s as often as it was told', async (status, reason) => {
  own.faults.set({ match: { kind: 'ConfigMap' }, status, times: 1 });
  expect((await api.get('/api/v1/namespaces')).code).toBe(200);
  const { code, body } = await api.get(path);
  expect(code).toBe(status);
  expect(body).toMatchObject({ kind: 'Status', reason });
  expect((await api.get(path)).code).toBe(200);
});

it('hits only what it describes', async () => {
  own.faults.set({
    match: { verb: 'create', namespace: 'default' },
    status: 429,
    message: 'too busy',
    retryAfter: 2,
  });
  expect((await api.get(path)).code).toBe(200);
  const { code, body, headers } = await api.post(path, configMap('a'));
  expect(code).toBe(429);
  expect(headers.get('retry-after')).toBe('2');
  expect(body.message).toBe('too busy');
  own.faults.clear();
  expect((await api.post(path, configMap('a'))).code).toBe(201);
});

it('makes answers late', async () => {
  own.faults.set({ delayMs: 150, times: 1 });
  const start = Date.now();
  expect((await api.get(path)).code).toBe(200);
  expect(Date.now() - start).toBeGreaterThanOrEqual(140);
});

it('is told over HTTP as well', async () => {
  await api.post('/sandbox/faults', { status: 503 });
  expect((await api.get(path)).code).toBe(503);
  await api.delete('/sandbox/faults');
  expect((await api.get(path)).code).toBe(200);
});

it('ends watches', async () => {
  const response = await fetch(`${own.url}${path}?watch=true`);
  own.faults.closeWatches();
  expect(await response.text()).toBe('');
});

it('forgets what happened: old watches and pages get 410', async () => {
  await api.post(path, configMap('a'));
  await api.post(path, configMap('b'));
  const { body: page } = await api.get(`${path}?limit=1`);
  own.faults.expireHistory();
  const version = page.metadata.resourceVersion;
  const response = await fetch(
    `${own.url}${path}?watch=true&resourceVersion=${version}`,
  );
  const event = JSON.parse(await response.text());
  expect(event).toMatchObject({
    type: 'ERROR',
    object: { kind: 'Status', code: 410, reason: 'Expired' },
  });
  const rest = await api.get(
    `${path}?limit=1&continue=${page.metadata.continue}`,
  );
  expect(rest.code).toBe(410);
});

it('does not serve browsers', async () => {
  const { code } = await api.get(path, {
    headers: { origin: 'http://localhost:3000' },
  });
  expect(code).toBe(403);
});
