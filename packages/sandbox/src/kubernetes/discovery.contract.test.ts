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

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const all = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];
const part = ['get', 'patch', 'update'];

describe('aggregated discovery', () => {
  type Found = { resource: string; verbs: string[] };
  type Group = {
    metadata: { name: string };
    versions: Array<{ version: string; freshness: string; resources: Found[] }>;
  };

  async function find(path: string, group: string, plural: string) {
    const { body, headers } = await api.get(path, {
      headers: { accept: `${AGGREGATED},application/json` },
    });
    expect(headers.get('content-type')).toBe(AGGREGATED);
    expect(body).toMatchObject({
      kind: 'APIGroupDiscoveryList',
      apiVersion: 'apidiscovery.k8s.io/v2',
    });
    const found = body.items.find(
      ({ metadata }: Group) => (metadata.name ?? '') === group,
    );
    const [first] = found.versions;
    expect(first.freshness).toBe('Current');
    const resource = first.resources.find(
      (one: Found) => one.resource === plural,
    );
    return { ...resource, verbs: [...resource.verbs].sort() };
  }

  it.each([
    [
      '/api',
      '',
      'serviceaccounts',
      {
        responseKind: { group: '', version: '', kind: 'ServiceAccount' },
        scope: 'Namespaced',
        singularResource: 'serviceaccount',
        verbs: all,
        shortNames: ['sa'],
        subresources: [
          {
            subresource: 'token',
            responseKind: {
              group: 'authentication.k8s.io',
              version: 'v1',
              kind: 'TokenRequest',
            },
            verbs: ['create'],
          },
        ],
      },
    ],
    [
      '/apis',
      'apps',
      'deployments',
      {
        responseKind: { group: '', version: '', kind: 'Deployment' },
        scope: 'Namespaced',
        singularResource: 'deployment',
        verbs: all,
        shortNames: ['deploy'],
        categories: ['all'],
        subresources: [
          {
            subresource: 'scale',
            responseKind: {
              group: 'autoscaling',
              version: 'v1',
              kind: 'Scale',
            },
            verbs: part,
          },
          {
            subresource: 'status',
            responseKind: { group: '', version: '', kind: 'Deployment' },
            verbs: part,
          },
        ],
      },
    ],
    [
      '/apis',
      'rbac.authorization.k8s.io',
      'clusterroles',
      {
        responseKind: { group: '', version: '', kind: 'ClusterRole' },
        scope: 'Cluster',
        singularResource: 'clusterrole',
        verbs: all,
      },
    ],
    [
      '/apis',
      'security.istio.io',
      'authorizationpolicies',
      {
        responseKind: {
          group: 'security.istio.io',
          version: 'v1',
          kind: 'AuthorizationPolicy',
        },
        scope: 'Namespaced',
        singularResource: 'authorizationpolicy',
        verbs: all,
        shortNames: ['ap'],
        categories: ['istio-io', 'security-istio-io'],
        subresources: [
          {
            subresource: 'status',
            responseKind: {
              group: 'security.istio.io',
              version: 'v1',
              kind: 'AuthorizationPolicy',
            },
            verbs: part,
          },
        ],
      },
    ],
    [
      '/apis',
      'authorization.k8s.io',
      'selfsubjectaccessreviews',
      {
        responseKind: {
          group: '',
          version: '',
          kind: 'SelfSubjectAccessReview',
        },
        scope: 'Cluster',
        singularResource: 'selfsubjectaccessreview',
        verbs: ['create'],
      },
    ],
  ])('has in %s of the group "%s" the %s', async (...row) => {
    const [path, group, plural, wanted] = row;
    const found = await find(path, group, plural);
    expect(found).toEqual({ resource: plural, ...wanted });
  });

  it('is for who knows of it, and for all groups only', async () => {
    const kindOf = async (path: string, accept: string) =>
      (await api.get(path, { headers: { accept } })).body.kind;
    const both = `application/json,${AGGREGATED}`;
    expect(await kindOf('/apis', both)).toBe('APIGroupDiscoveryList');
    expect(await kindOf('/apis', 'application/json')).toBe('APIGroupList');
    expect(await kindOf('/apis/apps/v1', both)).toBe('APIResourceList');
  });
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
