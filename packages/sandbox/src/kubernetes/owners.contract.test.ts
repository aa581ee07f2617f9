import { TestApi, configMap, paths, until } from './__testUtils__/api';
import type { Json } from './types';

const api = new TestApi();
let maps: string;

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(async () => {
  maps = paths.configMaps(await api.namespace());
});

const held = { finalizers: ['example.com/hold'] };

async function create(name: string, metadata: Json = {}): Promise<string> {
  const { body } = await api.post(maps, configMap(name, {}, metadata));
  return body.metadata.uid;
}

const ownedBy = (
  ...owners: Array<[name: string, uid: string, more?: Json]>
) => ({
  ownerReferences: owners.map(([name, uid, more]) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name,
    uid,
    ...more,
  })),
});

const read = async (name: string) => (await api.get(`${maps}/${name}`)).body;
const isGone = (name: string) => async () => (await read(name)).code === 404;
const remove = (name: string, propagationPolicy?: string) =>
  api.delete(`${maps}/${name}`, {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    ...(propagationPolicy && { propagationPolicy }),
  });

it.each([undefined, 'Background'])(
  'takes what is owned with the owner when the policy is %s',
  async policy => {
    const uid = await create('owner');
    await create('owned', ownedBy(['owner', uid]));
    const { body } = await remove('owner', policy);
    expect(body).toMatchObject({ kind: 'Status', details: { uid } });
    expect((await read('owner')).code).toBe(404);
    await until(isGone('owned'));
  },
);

it('goes down a line of owners', async () => {
  const first = await create('first');
  const second = await create('second', ownedBy(['first', first]));
  await create('third', ownedBy(['second', second]));
  await remove('first');
  await until(isGone('third'));
  expect((await read('second')).code).toBe(404);
});

it('lets go of what is owned when it is orphaned', async () => {
  const uid = await create('owner');
  await create('owned', ownedBy(['owner', uid]));
  const { code, body } = await remove('owner', 'Orphan');
  expect([code, body.kind]).toEqual([200, 'ConfigMap']);
  expect(body.metadata.finalizers).toEqual(['orphan']);
  expect(body.metadata.deletionTimestamp).toEqual(expect.any(String));
  await until(isGone('owner'));
  const { metadata } = await read('owned');
  expect(metadata).not.toHaveProperty('ownerReferences');
  expect(metadata).not.toHaveProperty('deletionTimestamp');
  expect(metadata).not.toHaveProperty('managedFields');
});

it('keeps the owner until what blocks it is gone', async () => {
  const uid = await create('owner');
  const blocks = { blockOwnerDeletion: true };
  await create('owned', { ...ownedBy(['owner', uid, blocks]), ...held });
  const { body } = await remove('owner', 'Foreground');
  expect(body.metadata.finalizers).toEqual(['foregroundDeletion']);
  await until(
    async () => 'deletionTimestamp' in (await read('owned')).metadata,
  );
  expect((await read('owner')).metadata.finalizers).toEqual([
    'foregroundDeletion',
  ]);
  await api.patch(`${maps}/owned`, 'merge-patch+json', {
    metadata: { finalizers: null },
  });
  await until(isGone('owner'));
  expect((await read('owned')).code).toBe(404);
});

it('does not keep the owner for what does not block it', async () => {
  const uid = await create('owner');
  await create('owned', { ...ownedBy(['owner', uid]), ...held });
  await remove('owner', 'Foreground');
  await until(isGone('owner'));
  await until(
    async () => 'deletionTimestamp' in (await read('owned')).metadata,
  );
  await api.patch(`${maps}/owned`, 'merge-patch+json', {
    metadata: { finalizers: null },
  });
  expect((await read('owned')).code).toBe(404);
});

it('stays while one of its owners does, and forgets the other', async () => {
  const first = await create('first');
  const second = await create('second');
  await create('owned', ownedBy(['first', first], ['second', second]));
  await remove('first');
  await until(
    async () => (await read('owned')).metadata.ownerReferences.length === 1,
  );
  const { metadata } = await read('owned');
  expect(metadata.ownerReferences[0].uid).toBe(second);
  await remove('second');
  await until(isGone('owned'));
});

it('takes what names an owner that is not there', async () => {
  await create('owner');
  const uid = '11111111-1111-1111-1111-111111111111';
  // The name is taken, by somebody else.
  await create('owned', ownedBy(['owner', uid]));
  await until(isGone('owned'));
  expect((await read('owner')).metadata.name).toBe('owner');
});

it('waits for finalizers of others in the foreground too', async () => {
  await create('owner', held);
  const { body } = await remove('owner', 'Foreground');
  expect(body.metadata.finalizers).toEqual([
    'example.com/hold',
    'foregroundDeletion',
  ]);
  await until(
    async () =>
      (await read('owner')).metadata.finalizers.join() === 'example.com/hold',
  );
});

it('orphans the pods of a Job by default', async () => {
  const jobs = maps
    .replace('/api/v1', '/apis/batch/v1')
    .replace('configmaps', 'jobs');
  await api.post(jobs, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'a', ...held },
    spec: {
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'main', image: 'example.com/a:1' }],
        },
      },
    },
  });
  const { body } = await api.delete(`${jobs}/a`);
  expect(body.metadata.finalizers).toEqual(['example.com/hold', 'orphan']);
});

it('cannot do both', async () => {
  await create('owner');
  const { code, body } = await api.delete(`${maps}/owner`, {
    propagationPolicy: 'Foreground',
    orphanDependents: true,
  });
  expect([code, body.message]).toEqual([
    422,
    'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Foreground": orphanDependents and deletionPropagation cannot be both set',
  ]);
});
