import { TestApi } from './__testUtils__/api';

const api = new TestApi();
let path: string;

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(async () => {
  const namespace = await api.namespace();
  // Real servers keep no cache of Events, so what is forgotten is gone.
  path = `/api/v1/namespaces/${namespace}/events`;
  for (const name of ['a', 'b', 'c']) {
    await api.post(path, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: { kind: 'Pod', name: 'web', namespace },
      reason: 'Tested',
      message: 'before',
      type: 'Normal',
    });
  }
});

const forget = async () => {
  for (const message of ['one', 'two']) {
    await api.patch(`${path}/a`, 'merge-patch+json', { message });
  }
  await api.compact();
};

it('refuses pages of what was forgotten, and tells how to go on', async () => {
  const { body: first } = await api.get(`${path}?limit=2`);
  expect(first.metadata.remainingItemCount).toBe(1);
  await forget();
  const { code, body } = await api.get(
    `${path}?limit=2&continue=${first.metadata.continue}`,
  );
  expect([code, body.reason]).toEqual([410, 'Expired']);
  expect(body.message).toContain('continue parameter is too old');
  const { body: last } = await api.get(
    `${path}?limit=2&continue=${body.metadata.continue}`,
  );
  expect(
    last.items.map((one: { metadata: { name: string } }) => one.metadata.name),
  ).toEqual(['c']);
});

it('has no exact version that was forgotten', async () => {
  const { body: list } = await api.get(path);
  await forget();
  const { resourceVersion } = list.metadata;
  const { code, body } = await api.get(
    `${path}?resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`,
  );
  expect([code, body.reason]).toEqual([410, 'Expired']);
});

it('ends a watch that starts at what was forgotten', async () => {
  const { body: list } = await api.get(path);
  await forget();
  const { resourceVersion } = list.metadata;
  const { body } = await api.get(
    `${path}?watch=true&timeoutSeconds=1&resourceVersion=${resourceVersion}`,
  );
  const event = typeof body === 'string' ? JSON.parse(body) : body;
  expect(event).toMatchObject({
    type: 'ERROR',
    object: { kind: 'Status', code: 410, reason: 'Expired' },
  });
});
