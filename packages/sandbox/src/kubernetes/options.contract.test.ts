import { TestApi, configMap, paths } from './__testUtils__/api';
import type { Call } from './__testUtils__/api';

const api = new TestApi();
let path: string;

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(async () => {
  path = paths.configMaps(await api.namespace());
});

const merge: Call = { type: 'application/merge-patch+json', body: {} };
const create: Call = { body: configMap('b') };

it.each([
  ['POST ?dryRun=Some', create, 'dryRun'],
  ['POST ?fieldValidation=Perhaps', create, 'fieldValidation'],
  [`POST ?fieldManager=${'m'.repeat(129)}`, create, 'fieldManager'],
  ['PATCH /a?dryRun=Some', merge, 'dryRun'],
  ['PATCH /a?force=true&fieldManager=x', merge, 'force'],
  ['DELETE /a?propagationPolicy=Sometimes', {}, 'propagationPolicy'],
])('refuses %s', async (request, call, field) => {
  const [method, query] = request.split(' ');
  await api.post(path, configMap('a'));
  const { code, body } = await api.call(method, path + query, call);
  expect([code, body.reason]).toEqual([422, 'Invalid']);
  expect(body.message).toContain(`.meta.k8s.io "" is invalid: ${field}: `);
});

it('takes a manager of 128 characters', async () => {
  const manager = 'm'.repeat(128);
  const { code } = await api.apply(`${path}/a`, manager, configMap('a'));
  expect(code).toBe(201);
});

it('replaces nothing that has no name', async () => {
  await api.post(path, configMap('a'));
  const { code, body } = await api.put(`${path}/a`, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
  });
  expect(code).toBe(400);
  expect(body.message).toContain('name must be provided');
});

it('shortens what it makes a name of', async () => {
  const { code, body } = await api.post(path, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { generateName: 'x'.repeat(100) },
  });
  expect(code).toBe(201);
  expect(body.metadata.name).toMatch(/^x{58}[a-z0-9]{5}$/);
});

it.each([
  [{}, 'metadata.name'],
  [{ name: 'a', finalizers: ['bare'] }, 'metadata.finalizers[0]'],
  [
    {
      name: 'a',
      ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'b' }],
    },
    'metadata.ownerReferences.uid',
  ],
])('refuses the metadata %j', async (metadata, field) => {
  const { code, body } = await api.post(path, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
  });
  expect(code).toBe(422);
  expect(body.details.causes[0].field).toBe(field);
});

it('takes no new finalizer once an object goes', async () => {
  const finalizers = ['example.com/hold'];
  await api.post(path, configMap('a', {}, { finalizers }));
  await api.delete(`${path}/a?propagationPolicy=Background`);
  const { code, body } = await api.patch(`${path}/a`, 'merge-patch+json', {
    metadata: { finalizers: [...finalizers, 'example.com/more'] },
  });
  expect(code).toBe(422);
  expect(body.message).toContain('no new finalizers can be added');
});
