import {
  TestApi,
  configMap,
  deployment,
  paths,
  policy,
} from './__testUtils__/api';

const api = new TestApi();
let namespace: string;
let maps: string;

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(async () => {
  namespace = await api.namespace();
  maps = paths.configMaps(namespace);
});

it('merges, and removes what is null', async () => {
  await api.post(maps, configMap('a', { k: '1', l: '2' }));
  const { code, body } = await api.patch(`${maps}/a`, 'merge-patch+json', {
    data: { k: null, m: '3' },
  });
  expect(code).toBe(200);
  expect(body.data).toEqual({ l: '2', m: '3' });
});

it('patches by operations, all or none', async () => {
  await api.post(maps, configMap('a', { k: '1' }));
  const right = await api.patch(`${maps}/a`, 'json-patch+json', [
    { op: 'test', path: '/data/k', value: '1' },
    { op: 'replace', path: '/data/k', value: '2' },
  ]);
  expect(right.body.data).toEqual({ k: '2' });
  const wrong = await api.patch(`${maps}/a`, 'json-patch+json', [
    { op: 'replace', path: '/data/k', value: '3' },
    { op: 'test', path: '/data/k', value: '1' },
  ]);
  expect(wrong.code).toBe(422);
  expect((await api.get(`${maps}/a`)).body.data).toEqual({ k: '2' });
});

it('merges lists of built-in kinds by their keys', async () => {
  const path = paths.deployments(namespace);
  await api.post(path, deployment('web'));
  const containers = (...list: object[]) => ({
    spec: { template: { spec: { containers: list } } },
  });
  const kind = 'strategic-merge-patch+json';
  const added = await api.patch(
    `${path}/web`,
    kind,
    containers({ name: 'more', image: 'example.com/b:1' }),
  );
  expect(added.body.spec.template.spec.containers).toHaveLength(2);
  const removed = await api.patch(
    `${path}/web`,
    kind,
    containers({ name: 'more', $patch: 'delete' }),
  );
  expect(removed.body.spec.template.spec.containers).toMatchObject([
    { name: 'main', image: 'example.com/a:1' },
  ]);
});

it('has no strategic merge for custom resources', async () => {
  const path = paths.policies(namespace);
  await api.post(path, policy('a', {}));
  const { code } = await api.patch(
    `${path}/a`,
    'strategic-merge-patch+json',
    {},
  );
  expect(code).toBe(415);
});

it('refuses a version that is not the latest', async () => {
  const { body: first } = await api.post(maps, configMap('a'));
  await api.patch(`${maps}/a`, 'merge-patch+json', { data: { k: '1' } });
  const { resourceVersion } = first.metadata;
  const { code } = await api.patch(`${maps}/a`, 'merge-patch+json', {
    metadata: { resourceVersion },
    data: { k: '2' },
  });
  expect(code).toBe(409);
});

it('does not find what is not there', async () => {
  const { code } = await api.patch(`${maps}/a`, 'merge-patch+json', {});
  expect(code).toBe(404);
});

it('scales through the subresource', async () => {
  const path = paths.deployments(namespace);
  await api.post(path, deployment('web'));
  const { body } = await api.patch(`${path}/web/scale`, 'merge-patch+json', {
    spec: { replicas: 4 },
  });
  expect(body).toMatchObject({ kind: 'Scale', spec: { replicas: 4 } });
  expect((await api.get(`${path}/web`)).body.spec.replicas).toBe(4);
});
