import { TestApi, configMap, paths } from './__testUtils__/api';

const api = new TestApi();

beforeAll(() => api.start());
afterAll(() => api.stop());

it('tells version and health', async () => {
  const { body } = await api.get('/version');
  expect(body.gitVersion).toMatch(/^v1\.\d+/);
  for (const path of ['/healthz', '/livez', '/readyz']) {
    expect((await api.get(path)).body).toBe('ok');
  }
});

it('lists groups with their preferred versions', async () => {
  const { body } = await api.get('/apis');
  expect(body.kind).toBe('APIGroupList');
  const istio = body.groups.find(
    (one: { name: string }) => one.name === 'security.istio.io',
  );
  expect(istio.preferredVersion.groupVersion).toBe('security.istio.io/v1');
});

it.each([
  ['/api/v1', 'namespaces', 'Namespace', false, ['ns']],
  ['/api/v1', 'services', 'Service', true, ['svc']],
  ['/apis/apps/v1', 'deployments', 'Deployment', true, ['deploy']],
  [
    '/apis/networking.k8s.io/v1',
    'networkpolicies',
    'NetworkPolicy',
    true,
    ['netpol'],
  ],
  [
    '/apis/security.istio.io/v1beta1',
    'peerauthentications',
    'PeerAuthentication',
    true,
    ['pa'],
  ],
])('describes %s %s', async (...row) => {
  const [path, name, kind, namespaced, shortNames] = row;
  const { body } = await api.get(path);
  expect(body.kind).toBe('APIResourceList');
  const found = body.resources.find(
    (one: { name: string }) => one.name === name,
  );
  expect(found).toMatchObject({ kind, namespaced, shortNames });
  expect(found.verbs).toEqual(
    expect.arrayContaining([
      'create',
      'delete',
      'get',
      'list',
      'patch',
      'update',
      'watch',
    ]),
  );
});

it('falls back to the plain list when asked for aggregated discovery', async () => {
  const accept =
    'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
  const { code } = await api.get('/apis', { headers: { accept } });
  expect(code).toBe(200);
});

it('answers 404 with a Status outside of what it serves', async () => {
  for (const path of ['/apis/nothing.example.com/v1', '/api/v1/nothings']) {
    expect((await api.get(path)).code).toBe(404);
  }
});

it('prints tables', async () => {
  const namespace = await api.namespace();
  const path = paths.configMaps(namespace);
  await api.post(path, configMap('a'));
  const { body } = await api.get(path, {
    headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
  });
  expect(body).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1' });
  expect(body.columnDefinitions[0].name).toBe('Name');
  const rows = body.rows.map((row: { cells: string[] }) => row.cells[0]);
  expect(rows).toContain('a');
  expect(body.rows[0].object.metadata.namespace).toBe(namespace);
});
