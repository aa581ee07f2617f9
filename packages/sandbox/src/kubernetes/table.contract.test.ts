import { TestApi, configMap, deployment, paths } from './__testUtils__/api';

const api = new TestApi();
let namespace: string;

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(async () => {
  namespace = await api.namespace();
});

const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
const table = async (path: string) => (await api.get(path, { headers })).body;

type Definition = {
  name: string;
  type: string;
  format: string;
  priority: number;
};

/** `Ready`, `Desired:integer`, `(IP)` for what is shown when there is room. */
const briefly = ({ name, type, format, priority }: Definition) => {
  const shown = priority > 0 ? `(${name})` : name;
  return (
    shown + (type === 'string' ? '' : `:${type}`) + (format && `=${format}`)
  );
};

const template = ['(Containers)', '(Images)'];
const binding = [
  'Name=name',
  'Role',
  'Age',
  '(Users)',
  '(Groups)',
  '(ServiceAccounts)',
];
const created = ['Name=name', 'Created At:date'];
const rbac = 'apis/rbac.authorization.k8s.io/v1';

it.each([
  ['api/v1/NS/configmaps', ['Name=name', 'Data', 'Age']],
  ['api/v1/NS/secrets', ['Name=name', 'Type', 'Data', 'Age']],
  [
    'api/v1/NS/services',
    [
      'Name=name',
      'Type',
      'Cluster-IP',
      'External-IP',
      'Port(s)',
      'Age',
      '(Selector)',
    ],
  ],
  ['api/v1/NS/serviceaccounts', ['Name=name', 'Age']],
  [
    'api/v1/NS/pods',
    [
      'Name=name',
      'Ready',
      'Status',
      'Restarts',
      'Age',
      '(IP)',
      '(Node)',
      '(Nominated Node)',
      '(Readiness Gates)',
    ],
  ],
  ['api/v1/NS/endpoints', ['Name=name', 'Endpoints', 'Age']],
  [
    'api/v1/NS/events',
    [
      'Last Seen',
      'Type',
      'Reason',
      'Object',
      '(Subobject)',
      '(Source)',
      'Message',
      '(First Seen)',
      '(Count)',
      '(Name)=name',
    ],
  ],
  ['api/v1/namespaces', ['Name=name', 'Status', 'Age']],
  [
    'api/v1/nodes',
    [
      'Name=name',
      'Status',
      'Roles',
      'Age',
      'Version',
      '(Internal-IP)',
      '(External-IP)',
      '(OS-Image)',
      '(Kernel-Version)',
      '(Container-Runtime)',
    ],
  ],
  [
    'apis/apps/v1/NS/deployments',
    [
      'Name=name',
      'Ready',
      'Up-to-date',
      'Available',
      'Age',
      ...template,
      '(Selector)',
    ],
  ],
  [
    'apis/apps/v1/NS/replicasets',
    [
      'Name=name',
      'Desired:integer',
      'Current:integer',
      'Ready:integer',
      'Age',
      ...template,
      '(Selector)',
    ],
  ],
  ['apis/apps/v1/NS/statefulsets', ['Name=name', 'Ready', 'Age', ...template]],
  [
    'apis/apps/v1/NS/daemonsets',
    [
      'Name=name',
      'Desired:integer',
      'Current:integer',
      'Ready:integer',
      'Up-to-date:integer',
      'Available:integer',
      'Node Selector',
      'Age',
      ...template,
      '(Selector)',
    ],
  ],
  [
    'apis/batch/v1/NS/jobs',
    [
      'Name=name',
      'Status',
      'Completions',
      'Duration',
      'Age',
      ...template,
      '(Selector)',
    ],
  ],
  [
    'apis/discovery.k8s.io/v1/NS/endpointslices',
    ['Name=name', 'AddressType', 'Ports', 'Endpoints', 'Age'],
  ],
  [
    'apis/networking.k8s.io/v1/NS/networkpolicies',
    ['Name=name', 'Pod-Selector', 'Age'],
  ],
  [
    'apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
    ['Name=name', 'Webhooks:integer', 'Age'],
  ],
  ['apis/apiextensions.k8s.io/v1/customresourcedefinitions', created],
  [`${rbac}/NS/roles`, created],
  [`${rbac}/clusterroles`, created],
  [`${rbac}/NS/rolebindings`, binding],
  [`${rbac}/clusterrolebindings`, binding],
  [
    'apis/networking.istio.io/v1/NS/serviceentries',
    ['Name=name', 'Hosts', 'Location', 'Resolution', 'Age:date'],
  ],
  [
    'apis/networking.istio.io/v1/NS/virtualservices',
    ['Name=name', 'Gateways', 'Hosts', 'Age:date'],
  ],
  [
    'apis/networking.istio.io/v1/NS/destinationrules',
    ['Name=name', 'Host', 'Age:date'],
  ],
  ['apis/networking.istio.io/v1/NS/gateways', ['Name=name', 'Age:date']],
  [
    'apis/networking.istio.io/v1alpha3/NS/envoyfilters',
    ['Name=name', 'Age:date'],
  ],
  ['apis/networking.istio.io/v1/NS/sidecars', ['Name=name', 'Age:date']],
  [
    'apis/security.istio.io/v1/NS/authorizationpolicies',
    ['Name=name', 'Action', 'Age:date'],
  ],
  [
    'apis/security.istio.io/v1/NS/peerauthentications',
    ['Name=name', 'Mode', 'Age:date'],
  ],
  [
    'apis/security.istio.io/v1/NS/requestauthentications',
    ['Name=name', 'Age:date'],
  ],
  ['apis/telemetry.istio.io/v1/NS/telemetries', ['Name=name', 'Age:date']],
])('has the columns of %s', async (path, wanted) => {
  const at = `/${path.replace('NS', `namespaces/${namespace}`)}`;
  const body = await table(at);
  expect(body).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1' });
  expect(body.columnDefinitions.map(briefly)).toEqual(wanted);
});

const age = expect.stringMatching(/^\d+s$/);

/** The one row that an object makes. */
async function cellsOf(path: string, object: object): Promise<unknown[]> {
  const { code, body } = await api.post(path, object);
  expect([code, body.message]).toEqual([201, undefined]);
  return (await table(`${path}/${body.metadata.name}`)).rows[0].cells;
}

const containers = [{ name: 'main', image: 'example.com/a:1' }];

it('shows maps and secrets by their size', async () => {
  const maps = paths.configMaps(namespace);
  const map = {
    ...configMap('a', { k: 'v', l: 'w' }),
    binaryData: { m: 'MQ==' },
  };
  expect(await cellsOf(maps, map)).toEqual(['a', 3, age]);
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'a' },
    stringData: { k: 'v' },
  };
  const secrets = `/api/v1/namespaces/${namespace}/secrets`;
  expect(await cellsOf(secrets, secret)).toEqual(['a', 'Opaque', 1, age]);
});

it('shows workloads by what is ready', async () => {
  const path = paths.deployments(namespace);
  expect(await cellsOf(path, deployment('web'))).toEqual([
    'web',
    '0/1',
    0,
    0,
    age,
    'main',
    'example.com/a:1',
    'app=web',
  ]);
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  await api.post(`/api/v1/namespaces/${namespace}/serviceaccounts`, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'x' },
  });
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers, serviceAccountName: 'x' },
  };
  expect(await cellsOf(pods, pod)).toEqual([
    'p',
    '0/1',
    'Pending',
    '0',
    age,
    '<none>',
    '<none>',
    '<none>',
    '<none>',
  ]);
  const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'j' },
    spec: { template: { spec: { restartPolicy: 'Never', containers } } },
  };
  expect((await cellsOf(jobs, job)).slice(0, -1)).toEqual([
    'j',
    'Running',
    '0/1',
    '',
    age,
    'main',
    'example.com/a:1',
  ]);
});

it('shows services and policies by what they select', async () => {
  const services = `/api/v1/namespaces/${namespace}/services`;
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: {
      clusterIP: 'None',
      selector: { b: 'c', a: 'b' },
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 443 },
      ],
    },
  };
  expect(await cellsOf(services, service)).toEqual([
    'web',
    'ClusterIP',
    'None',
    '<none>',
    '80/TCP,443/TCP',
    age,
    'a=b,b=c',
  ]);
  const policies = `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`;
  const all = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'all' },
    spec: { podSelector: {} },
  };
  expect(await cellsOf(policies, all)).toEqual(['all', '<none>', age]);
  const matchExpressions = [
    { key: 'c', operator: 'In', values: ['y', 'x'] },
    { key: 'b', operator: 'Exists' },
  ];
  const some = {
    ...all,
    metadata: { name: 'some' },
    spec: { podSelector: { matchLabels: { d: 'e' }, matchExpressions } },
  };
  expect(await cellsOf(policies, some)).toEqual([
    'some',
    'b,c in (x,y),d=e',
    age,
  ]);
});

it('shows bindings by role and subjects', async () => {
  const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`;
  const subjects = [
    { kind: 'User', name: 'jane' },
    { kind: 'User', name: 'bob' },
    { kind: 'ServiceAccount', name: 'x', namespace: 'y' },
  ];
  const object = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'a' },
    roleRef: { kind: 'Role', name: 'r' },
    subjects,
  };
  expect(await cellsOf(path, object)).toEqual([
    'a',
    'Role/r',
    age,
    'jane, bob',
    '',
    'y/x',
  ]);
});

it('shows custom kinds by the columns of their definition', async () => {
  const path = `/apis/networking.istio.io/v1/namespaces/${namespace}/serviceentries`;
  const entry = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'a' },
    spec: {
      hosts: ['a.com', 'b.com'],
      resolution: 'NONE',
      ports: [{ number: 80, name: 'http' }],
    },
  };
  expect(await cellsOf(path, entry)).toEqual([
    'a',
    '["a.com","b.com"]',
    null,
    'NONE',
    age,
  ]);
});

it('embeds as much of each object as is asked for', async () => {
  const path = paths.configMaps(namespace);
  await api.post(path, configMap('a', { k: 'v' }));
  const row = async (query: string) =>
    (await table(`${path}/a${query}`)).rows[0].object;
  expect(await row('')).toMatchObject({
    kind: 'PartialObjectMetadata',
    metadata: { name: 'a', namespace },
  });
  expect(await row('?includeObject=Object')).toMatchObject({
    kind: 'ConfigMap',
    data: { k: 'v' },
  });
  expect(await row('?includeObject=None')).toBeNull();
});

it('answers what is not there as it always does', async () => {
  const body = await table(`${paths.configMaps(namespace)}/gone`);
  expect(body).toMatchObject({ kind: 'Status', code: 404 });
});
