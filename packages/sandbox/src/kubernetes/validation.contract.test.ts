import {
  TestApi,
  configMap,
  deployment,
  paths,
  policy,
} from './__testUtils__/api';

const api = new TestApi();
let namespace: string;

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(async () => {
  namespace = await api.namespace();
});

const policies = () => paths.policies(namespace);
const networkPolicies = () =>
  `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`;

describe('unknown fields', () => {
  const given = policy('a', {
    action: 'ALLOW',
    acton: 'DENY',
    rules: [{ form: [] }],
  });

  it('are refused when validation is strict', async () => {
    const { code, body } = await api.post(
      `${policies()}?fieldValidation=Strict`,
      given,
    );
    expect(code).toBe(400);
    expect(body.reason).toBe('BadRequest');
    expect(body.message).toContain('unknown field "spec.acton"');
    expect(body.message).toContain('unknown field "spec.rules[0].form"');
  });

  it('are dropped with a warning otherwise', async () => {
    const { code, body, headers } = await api.post(policies(), given);
    expect(code).toBe(201);
    expect(body.spec).toEqual({ action: 'ALLOW', rules: [{}] });
    expect(headers.get('warning')).toContain('unknown field');
  });

  it('are dropped in silence when ignored', async () => {
    const { headers } = await api.post(
      `${policies()}?fieldValidation=Ignore`,
      given,
    );
    expect(headers.get('warning')).toBeNull();
  });

  it('are refused in built-in kinds too', async () => {
    const { code } = await api.post(
      `${networkPolicies()}?fieldValidation=Strict`,
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'a' },
        spec: { podSelector: {}, ingres: [] },
      },
    );
    expect(code).toBe(400);
  });

  it('are kept where the schema is open', async () => {
    const value = { name: 'x', typed_config: { anything: 1 } };
    const { code, body } = await api.post(
      `/apis/networking.istio.io/v1alpha3/namespaces/${namespace}/envoyfilters?fieldValidation=Strict`,
      {
        apiVersion: 'networking.istio.io/v1alpha3',
        kind: 'EnvoyFilter',
        metadata: { name: 'a' },
        spec: {
          configPatches: [
            { applyTo: 'HTTP_FILTER', patch: { operation: 'ADD', value } },
          ],
        },
      },
    );
    expect(code).toBe(201);
    expect(body.spec.configPatches[0].patch.value).toEqual(value);
  });
});

it.each([
  ['an action that does not exist', { action: 'PERHAPS' }, 'spec.action'],
  ['a list that is none', { rules: 'all' }, 'spec.rules'],
  [
    'principals that are no texts',
    { rules: [{ from: [{ source: { principals: [1] } }] }] },
    'spec.rules[0].from[0].source.principals[0]',
  ],
])('refuses a policy with %s', async (_, spec, field) => {
  const { code, body } = await api.post(policies(), policy('a', spec));
  expect(code).toBe(422);
  expect(body.reason).toBe('Invalid');
  expect(body.details).toMatchObject({
    name: 'a',
    group: 'security.istio.io',
    kind: 'AuthorizationPolicy',
  });
  const named = body.details.causes.map((one: { field: string }) => one.field);
  expect(named).toContain(field);
});

it.each(['Capital', 'under_score', '-dash', 'a'.repeat(254)])(
  'refuses the name %s',
  async name => {
    const { code, body } = await api.post(
      paths.configMaps(namespace),
      configMap(name),
    );
    expect(code).toBe(422);
    expect(body.details.causes[0].field).toBe('metadata.name');
  },
);

it.each([
  [{ data: { 'bad key': 'v' } }, 'data[bad key]'],
  [{ data: { '..': 'v' } }, 'data[..]'],
  [{ data: { '..a': 'v' } }, 'data[..a]'],
  [{ data: { ['k'.repeat(254)]: 'v' } }, `data[${'k'.repeat(254)}]`],
  [{ data: { ['k'.repeat(253)]: 'v' } }, undefined],
  [{ binaryData: { 'a/b': 'MQ==' } }, 'binaryData[a/b]'],
])('refuses the keys of a ConfigMap that are none: %#', async (data, field) => {
  const { code, body } = await api.post(paths.configMaps(namespace), {
    ...configMap('a'),
    ...data,
  });
  expect([code, body.details?.causes[0].field]).toEqual([
    field ? 422 : 201,
    field,
  ]);
});

it.each([
  ['a number', { data: { k: 1 } }],
  ['bytes that are none', { binaryData: { k: '%%' } }],
  ['a list', { data: ['k'] }],
])('cannot read a ConfigMap with %s', async (_, data) => {
  const { code } = await api.post(paths.configMaps(namespace), {
    ...configMap('a'),
    ...data,
  });
  expect(code).toBe(400);
});

it('refuses a namespace of 64 characters', async () => {
  const { code } = await api.post('/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'a'.repeat(64) },
  });
  expect(code).toBe(422);
});

it.each([{ app: 'has space' }, { app: 'a'.repeat(64) }, { 'a/b/c': 'x' }])(
  'refuses the labels %j',
  async labels => {
    const { code, body } = await api.post(
      paths.configMaps(namespace),
      configMap('a', {}, { labels }),
    );
    expect(code).toBe(422);
    expect(body.details.causes[0].field).toBe('metadata.labels');
  },
);

it.each([
  [{ ports: [{ port: 70000 }] }, 'spec.ingress[0].ports[0].port'],
  [{ ports: [{ protocol: 'HTTP' }] }, 'spec.ingress[0].ports[0].protocol'],
  [{ from: [{}] }, 'spec.ingress[0].from[0]'],
  [
    { from: [{ ipBlock: { cidr: 'x' } }] },
    'spec.ingress[0].from[0].ipBlock.cidr',
  ],
])('refuses a network policy with the rule %j', async (rule, field) => {
  const { code, body } = await api.post(networkPolicies(), {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'a' },
    spec: { podSelector: {}, ingress: [rule] },
  });
  expect(code).toBe(422);
  expect(body.details.causes[0].field).toBe(field);
});

it('fills in what a network policy leaves out', async () => {
  const { body } = await api.post(networkPolicies(), {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'a' },
    spec: { podSelector: {}, egress: [{ ports: [{ port: 53 }] }] },
  });
  expect(body.spec.policyTypes).toEqual(['Ingress', 'Egress']);
  expect(body.spec.egress[0].ports).toEqual([{ port: 53, protocol: 'TCP' }]);
});

it('refuses a deployment whose selector misses its pods', async () => {
  const given = deployment('web');
  given.spec.selector.matchLabels.app = 'other';
  const { code } = await api.post(paths.deployments(namespace), given);
  expect(code).toBe(422);
});

it('does not let the selector of a deployment change', async () => {
  const path = paths.deployments(namespace);
  await api.post(path, deployment('web'));
  const { code, body } = await api.patch(`${path}/web`, 'merge-patch+json', {
    spec: {
      selector: { matchLabels: { app: 'b' } },
      template: { metadata: { labels: { app: 'b' } } },
    },
  });
  expect(code).toBe(422);
  expect(body.message).toContain('field is immutable');
});

it('wants the version when a custom resource is replaced', async () => {
  const { body } = await api.post(policies(), policy('a', {}));
  const blind = await api.put(
    `${policies()}/a`,
    policy('a', { action: 'DENY' }),
  );
  expect(blind.code).toBe(422);
  const informed = await api.put(`${policies()}/a`, {
    ...body,
    spec: { action: 'DENY' },
  });
  expect(informed.code).toBe(200);
  expect(informed.body.metadata.generation).toBe(2);
});
