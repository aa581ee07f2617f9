import { TestApi, configMap, paths, until } from './__testUtils__/api';
import type { Call } from './__testUtils__/api';

const api = new TestApi();
let namespace: string;
let path: string;

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(async () => {
  namespace = await api.namespace();
  path = paths.configMaps(namespace);
});

const labelled = (name: string, labels: Record<string, string>) =>
  configMap(name, {}, { labels });

async function names(query: string, call?: Call): Promise<string> {
  const { body } = await api.get(`${path}?${query}`, call);
  return body.items
    .map((one: { metadata: { name: string } }) => one.metadata.name)
    .filter((name: string) => !name.includes('root'))
    .join(' ');
}

describe('list', () => {
  it('answers a list with the version to watch from', async () => {
    await api.post(path, configMap('a'));
    const { body } = await api.get(path);
    expect(body).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' });
    expect(body.metadata.resourceVersion).toMatch(/^\d+$/);
  });

  it('spans namespaces', async () => {
    await api.post(path, configMap('a'));
    const other = await api.namespace();
    await api.post(paths.configMaps(other), configMap('a'));
    const { body } = await api.get('/api/v1/configmaps');
    const found = body.items.map(
      (one: { metadata: { namespace: string } }) => one.metadata.namespace,
    );
    expect(found).toEqual(expect.arrayContaining([namespace, other]));
  });

  it.each([
    ['labelSelector=app', 'a b'],
    ['labelSelector=!app', 'c'],
    ['labelSelector=app=x', 'a'],
    ['labelSelector=app!=x', 'b c'],
    ['labelSelector=app in (x,y),tier', 'b'],
    ['labelSelector=app notin (x)', 'b c'],
    ['fieldSelector=metadata.name=b', 'b'],
    ['fieldSelector=metadata.name!=b', 'a c'],
  ])('selects %s', async (query, wanted) => {
    await api.post(path, labelled('a', { app: 'x' }));
    await api.post(path, labelled('b', { app: 'y', tier: 't' }));
    await api.post(path, labelled('c', {}));
    const [key, ...rest] = query.split('=');
    expect(await names(`${key}=${encodeURIComponent(rest.join('='))}`)).toBe(
      wanted,
    );
  });

  it('refuses selectors that it does not know', async () => {
    for (const query of [
      'fieldSelector=data.k%3D1',
      'labelSelector=a%20within%20(b)',
    ]) {
      expect((await api.get(`${path}?${query}`)).code).toBe(400);
    }
  });

  it('comes in pages', async () => {
    for (const name of ['a', 'b', 'c']) {
      await api.post(path, labelled(name, { page: 'yes' }));
    }
    const query = 'labelSelector=page&limit=2';
    const { body: first } = await api.get(`${path}?${query}`);
    expect(first.items).toHaveLength(2);
    const { body: last } = await api.get(
      `${path}?${query}&continue=${first.metadata.continue}`,
    );
    expect(last.items).toHaveLength(1);
    expect(last.items[0].metadata.name).toBe('c');
    expect(last.metadata.continue ?? '').toBe('');
  });

  it('refuses a continue token that is none', async () => {
    expect((await api.get(`${path}?continue=nonsense`)).code).toBe(400);
  });
});

type Event = {
  type: string;
  object: { metadata: { name: string; resourceVersion: string } };
};

/** Opens a watch, acts, and gathers what comes until it ends. */
async function watch(
  query: string,
  act: () => Promise<unknown>,
  // How many events are enough; else whatever comes in a second.
  count: number = Infinity,
) {
  const seconds = count < Infinity ? 60 : 1;
  const end = new AbortController();
  const response = await fetch(
    `${api.url}${path}?watch=true&${
      query.includes('timeoutSeconds')
        ? query
        : `timeoutSeconds=${seconds}&${query}`
    }`,
    { signal: end.signal },
  );
  expect(response.status).toBe(200);
  await act();
  const decoder = new TextDecoder();
  let text = '';
  const events = () =>
    text
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line) as Event)
      .filter(event => !event.object.metadata.name?.includes('root'));
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (events().length >= count) {
      break;
    }
  }
  end.abort();
  return events();
}

const isNotBefore = (one: Event, other: Event) =>
  Number(one.object.metadata.resourceVersion) >=
  Number(other.object.metadata.resourceVersion);

const brief = (events: Event[]) =>
  events.map(one => `${one.type} ${one.object.metadata.name}`);

describe('watch', () => {
  it('tells what happened since a version, and goes on', async () => {
    const { body: list } = await api.get(path);
    await api.post(path, configMap('a'));
    const from = `resourceVersion=${list.metadata.resourceVersion}`;
    const events = await watch(
      from,
      async () => {
        await api.put(`${path}/a`, configMap('a', { k: 'v' }));
        await api.delete(`${path}/a`);
      },
      3,
    );
    expect(brief(events)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
    const versions = events.map(one =>
      Number(one.object.metadata.resourceVersion),
    );
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(new Set(versions).size).toBe(3);
  });

  it('starts with what there is when no version is given', async () => {
    await api.post(path, configMap('a'));
    const events = await watch('', () => api.post(path, configMap('b')), 2);
    expect(brief(events)).toEqual(['ADDED a', 'ADDED b']);
  });

  it('tells a selective watcher of objects that come and go', async () => {
    const { body: list } = await api.get(path);
    const from = `resourceVersion=${list.metadata.resourceVersion}&labelSelector=app`;
    const events = await watch(
      from,
      async () => {
        await api.post(path, configMap('a'));
        await api.put(`${path}/a`, labelled('a', { app: 'x' }));
        await api.put(`${path}/a`, labelled('a', {}));
      },
      2,
    );
    expect(brief(events)).toEqual(['ADDED a', 'DELETED a']);
  });

  it('sends bookmarks to who allows them', async () => {
    let last: Event | undefined;
    let rounds = 0;
    await until(async () => {
      const { body: list } = await api.get(path);
      const from = `resourceVersion=${list.metadata.resourceVersion}`;
      const events = await watch(
        `${from}&allowWatchBookmarks=true&timeoutSeconds=4`,
        () => api.post(path, configMap(`a-${(rounds += 1)}`)),
      );
      last = events[events.length - 1];
      const [first] = events;
      expect(first.type).toBe('ADDED');
      return last.type === 'BOOKMARK' && isNotBefore(last, first);
    });
    expect(last?.object).toEqual({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
    });
  }, 90_000);

  it('sends none to who does not', async () => {
    await api.post(path, configMap('a'));
    const events = await watch('', async () => {});
    expect(events.map(({ type }) => type)).toEqual(['ADDED']);
  });

  it('says where what there was ends, to who asks for it', async () => {
    await api.post(path, labelled('a', { app: 'x' }));
    const ask =
      'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&labelSelector=app';
    const act = () => api.post(path, labelled('b', { app: 'x' }));
    const events = await watch(ask, act, 3);
    const kinds = events.map(({ type }) => type);
    const end = kinds.indexOf('BOOKMARK');
    expect(brief(events.slice(0, end))).toContain('ADDED a');
    expect(events[end].object).toEqual({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: {
        resourceVersion: expect.stringMatching(/^\d+$/),
        annotations: { 'k8s.io/initial-events-end': 'true' },
      },
    });
    expect(kinds.filter(type => type === 'ADDED')).toHaveLength(2);
  });

  it.each([
    [
      'watch=true&sendInitialEvents=true',
      'resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    ],
    [
      'watch=true&resourceVersionMatch=NotOlderThan',
      'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    ],
    [
      'resourceVersionMatch=NotOlderThan',
      'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    ],
    [
      'resourceVersionMatch=Exact&resourceVersion=0',
      'resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    ],
    [
      'resourceVersionMatch=Perhaps&resourceVersion=1',
      'resourceVersionMatch: Unsupported value: "Perhaps": supported values: "Exact", "NotOlderThan", ""',
    ],
    [
      'resourceVersionMatch=Exact&sendInitialEvents=true',
      '[resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided, sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list]',
    ],
  ])('refuses %s', async (query, why) => {
    const { code, body } = await api.get(`${path}?${query}`);
    expect([code, body.message]).toEqual([
      422,
      `ListOptions.meta.k8s.io "" is invalid: ${why}`,
    ]);
  });

  it('tells of objects in the form that is asked for', async () => {
    await api.post(path, configMap('a', { k: 'v' }));
    const first = async (form: string) => {
      const accept = `application/json;as=${form};v=v1;g=meta.k8s.io`;
      const query =
        'watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Da';
      const { body } = await api.get(`${path}?${query}`, {
        headers: { accept },
      });
      return typeof body === 'string' ? JSON.parse(body) : body;
    };
    const table = await first('Table');
    expect(table).toMatchObject({ type: 'ADDED', object: { kind: 'Table' } });
    expect(table.object.rows[0].cells.slice(0, 2)).toEqual(['a', 1]);
    const metadata = await first('PartialObjectMetadata');
    expect(metadata.object).toMatchObject({
      kind: 'PartialObjectMetadata',
      metadata: { name: 'a' },
    });
  });

  it('sees no other namespace', async () => {
    const other = await api.namespace();
    const { body: list } = await api.get(path);
    const events = await watch(
      `resourceVersion=${list.metadata.resourceVersion}`,
      () => api.post(paths.configMaps(other), configMap('a')),
    );
    expect(brief(events)).toEqual([]);
  });
});
