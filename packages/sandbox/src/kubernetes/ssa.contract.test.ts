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

type Entry = { manager: string; operation: string; fieldsV1: object };

function entryOf(
  object: { metadata: { managedFields: Entry[] } },
  manager: string,
) {
  return object.metadata.managedFields.find(one => one.manager === manager);
}

it('creates what is not there, and says who owns what', async () => {
  const { code, body } = await api.apply(
    `${maps}/a`,
    'one',
    configMap('a', { k: 'v' }, { labels: { app: 'x' } }),
  );
  expect(code).toBe(201);
  expect(body.metadata.managedFields).toEqual([
    {
      manager: 'one',
      operation: 'Apply',
      apiVersion: 'v1',
      time: expect.any(String),
      fieldsType: 'FieldsV1',
      fieldsV1: {
        'f:data': { 'f:k': {} },
        'f:metadata': { 'f:labels': { 'f:app': {} } },
      },
    },
  ]);
});

it('changes nothing when the same is applied again', async () => {
  const { body: first } = await api.apply(`${maps}/a`, 'one', configMap('a'));
  const { code, body } = await api.apply(`${maps}/a`, 'one', configMap('a'));
  expect(code).toBe(200);
  expect(body.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
});

it('reads YAML', async () => {
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: v\n`;
  const { code, body } = await api.apply(`${maps}/a`, 'one', text);
  expect(code).toBe(201);
  expect(body.data).toEqual({ k: 'v' });
});

it('removes what its manager no longer applies', async () => {
  await api.apply(`${maps}/a`, 'one', configMap('a', { k: '1', l: '2' }));
  const { body } = await api.apply(
    `${maps}/a`,
    'one',
    configMap('a', { k: '1' }),
  );
  expect(body.data).toEqual({ k: '1' });
});

it('keeps what another manager applies as well', async () => {
  await api.apply(`${maps}/a`, 'one', configMap('a', { k: '1', l: '2' }));
  await api.apply(`${maps}/a`, 'two', configMap('a', { l: '2', m: '3' }));
  const { body } = await api.apply(
    `${maps}/a`,
    'one',
    configMap('a', { k: '1' }),
  );
  expect(body.data).toEqual({ k: '1', l: '2', m: '3' });
});

it('refuses to take a field from its manager, and takes it by force', async () => {
  await api.apply(`${maps}/a`, 'one', configMap('a', { k: '1' }));
  const refused = await api.apply(
    `${maps}/a`,
    'two',
    configMap('a', { k: '2' }),
  );
  expect(refused.code).toBe(409);
  expect(refused.body).toMatchObject({
    reason: 'Conflict',
    message: 'Apply failed with 1 conflict: conflict with "one": .data.k',
    details: {
      causes: [
        {
          reason: 'FieldManagerConflict',
          message: 'conflict with "one"',
          field: '.data.k',
        },
      ],
    },
  });
  const forced = await api.apply(
    `${maps}/a?force=true`,
    'two',
    configMap('a', { k: '2' }),
  );
  expect(forced.code).toBe(200);
  expect(forced.body.data).toEqual({ k: '2' });
  expect(entryOf(forced.body, 'one')).toBeUndefined();
  expect(entryOf(forced.body, 'two')?.fieldsV1).toEqual({
    'f:data': { 'f:k': {} },
  });
});

it('shares a field that two apply with the same value', async () => {
  await api.apply(`${maps}/a`, 'one', configMap('a', { k: '1' }));
  const { code, body } = await api.apply(
    `${maps}/a`,
    'two',
    configMap('a', { k: '1' }),
  );
  expect(code).toBe(200);
  expect(entryOf(body, 'one')).toBeDefined();
  expect(entryOf(body, 'two')).toBeDefined();
});

it('conflicts with who wrote the field by an update', async () => {
  await api.apply(`${maps}/a`, 'one', configMap('a', { k: '1' }));
  const { body: edited } = await api.patch(
    `${maps}/a?fieldManager=editor`,
    'merge-patch+json',
    { data: { k: 'by hand' } },
  );
  expect(entryOf(edited, 'editor')).toMatchObject({
    operation: 'Update',
    fieldsV1: { 'f:data': { 'f:k': {} } },
  });
  expect(entryOf(edited, 'one')).toBeUndefined();
  const { code, body } = await api.apply(
    `${maps}/a`,
    'one',
    configMap('a', { k: '1' }),
  );
  expect(code).toBe(409);
  expect(body.details.causes[0].message).toMatch(
    /^conflict with "editor" using v1/,
  );
});

it('names an unnamed writer by its user agent', async () => {
  const { body } = await api.post(maps, configMap('a', { k: '1' }));
  expect(entryOf(body, 'contract')).toMatchObject({ operation: 'Update' });
});

it('wants to know the manager', async () => {
  const { code } = await api.patch(
    `${maps}/a`,
    'apply-patch+yaml',
    configMap('a'),
  );
  expect([400, 422]).toContain(code);
});

it('honours uid and resourceVersion in the applied object', async () => {
  const uid = '00000000-0000-0000-0000-000000000000';
  const none = await api.apply(`${maps}/a`, 'one', configMap('a', {}, { uid }));
  expect(none.code).toBe(409);
  const { body: first } = await api.apply(`${maps}/a`, 'one', configMap('a'));
  const other = await api.apply(
    `${maps}/a`,
    'one',
    configMap('a', { k: 'v' }, { uid }),
  );
  expect(other.code).toBe(422);
  const { resourceVersion } = first.metadata;
  const fresh = await api.apply(
    `${maps}/a`,
    'one',
    configMap('a', { k: 'v' }, { uid: first.metadata.uid, resourceVersion }),
  );
  expect(fresh.code).toBe(200);
  const stale = await api.apply(
    `${maps}/a`,
    'one',
    configMap('a', { k: 'w' }, { resourceVersion }),
  );
  expect(stale.code).toBe(409);
});

it('does not create in a dry run', async () => {
  const { code } = await api.patch(
    `${maps}/a?fieldManager=one&dryRun=All`,
    'apply-patch+yaml',
    configMap('a'),
  );
  expect(code).toBe(201);
  expect((await api.get(`${maps}/a`)).code).toBe(404);
});

describe('lists', () => {
  it('of custom resources belong to one manager as a whole', async () => {
    const path = `${paths.policies(namespace)}/a`;
    const rule = (principal: string) => ({
      from: [{ source: { principals: [principal] } }],
    });
    const { body } = await api.apply(
      path,
      'one',
      policy('a', { action: 'ALLOW', rules: [rule('p1')] }),
    );
    expect(entryOf(body, 'one')?.fieldsV1).toEqual({
      'f:spec': { 'f:action': {}, 'f:rules': {} },
    });
    const refused = await api.apply(
      path,
      'two',
      policy('a', { rules: [rule('p2')] }),
    );
    expect(refused.code).toBe(409);
    expect(refused.body.details.causes[0].field).toBe('.spec.rules');
  });

  it('of containers merge by name', async () => {
    const path = `${paths.deployments(namespace)}/web`;
    await api.apply(path, 'one', deployment('web'));
    const { code, body } = await api.apply(path, 'two', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        template: {
          spec: {
            containers: [{ name: 'main', env: [{ name: 'A', value: 'b' }] }],
          },
        },
      },
    });
    expect(code).toBe(200);
    const [container, ...more] = body.spec.template.spec.containers;
    expect(more).toEqual([]);
    expect(container).toMatchObject({
      name: 'main',
      image: 'example.com/a:1',
      env: [{ name: 'A', value: 'b' }],
    });
    const refused = await api.apply(path, 'three', {
      ...deployment('web'),
      spec: {
        template: { spec: { containers: [{ name: 'main', image: 'b' }] } },
      },
    });
    expect(refused.body.details.causes[0].field).toBe(
      '.spec.template.spec.containers[name="main"].image',
    );
  });

  it('of ports lose the item that is no longer applied', async () => {
    const path = `/api/v1/namespaces/${namespace}/services/web`;
    const service = (...ports: number[]) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: {
        selector: { app: 'web' },
        ports: ports.map(port => ({ name: `p${port}`, port })),
      },
    });
    await api.apply(path, 'one', service(80, 81));
    const { body } = await api.apply(path, 'one', service(81));
    expect(body.spec.ports).toHaveLength(1);
    expect(body.spec.ports[0]).toMatchObject({ port: 81, protocol: 'TCP' });
  });

  it('of finalizers are sets', async () => {
    const holding = (name: string) =>
      configMap('a', { k: 'v' }, { finalizers: [`example.com/${name}`] });
    await api.apply(`${maps}/a`, 'one', holding('x'));
    const { body } = await api.apply(`${maps}/a`, 'two', holding('y'));
    expect(body.metadata.finalizers.sort()).toEqual([
      'example.com/x',
      'example.com/y',
    ]);
    const last = await api.apply(`${maps}/a`, 'one', configMap('a'));
    expect(last.body.metadata.finalizers).toEqual(['example.com/y']);
  });
});

it('sees a conflict in an empty map, which is not stored', async () => {
  const { body } = await api.apply(`${maps}/a`, 'one', configMap('a'));
  expect(body).not.toHaveProperty('data');
  expect(entryOf(body, 'one')?.fieldsV1).toEqual({ 'f:data': {} });
  const other = await api.apply(`${maps}/a`, 'two', configMap('a'));
  expect(other.code).toBe(409);
  expect(other.body.details.causes[0].field).toBe('.data');
});

it('gives a status of its own manager entry', async () => {
  const path = `${paths.deployments(namespace)}/web`;
  await api.apply(path, 'one', deployment('web'));
  const { code, body } = await api.apply(`${path}/status`, 'status', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    status: { replicas: 1 },
  });
  expect(code).toBe(200);
  expect(body.status).toMatchObject({ replicas: 1 });
  expect(entryOf(body, 'status')).toMatchObject({
    subresource: 'status',
    fieldsV1: { 'f:status': { 'f:replicas': {} } },
  });
});

it('is not allowed to speak about managedFields', async () => {
  const { code } = await api.apply(
    `${maps}/a`,
    'one',
    configMap(
      'a',
      {},
      {
        managedFields: [
          {
            manager: 'x',
            operation: 'Apply',
            apiVersion: 'v1',
            fieldsType: 'FieldsV1',
            fieldsV1: { 'f:data': {} },
          },
        ],
      },
    ),
  );
  expect(code).toBe(400);
});
