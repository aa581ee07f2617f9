import { parse } from 'yaml';
import {
  createClusterContext,
  createRunsClient,
} from '../__testUtils__/createClusterContext';
import { custody, refusals, takeOverPreview } from '../__testUtils__/custody';
import { FakeRunsServer } from '../__testUtils__/FakeRunsServer';
import { createTakeOverClusterAction } from './createTakeOverClusterAction';
import { examples } from './createTakeOverClusterAction.examples';

describe('mesh:cluster:take-over', () => {
  let server: FakeRunsServer;
  let runs: ReturnType<typeof createRunsClient>;

  beforeEach(async () => {
    server = new FakeRunsServer();
    runs = createRunsClient(await server.start());
  });

  afterEach(() => server.stop());

  const answer = (request: string, body: object, status = 200) =>
    server.answers.set(request, { status, body });
  const bodyOf = (request: string) =>
    server.seen.find(
      ({ method, path: asked }) => `${method} ${asked.slice(12)}` === request,
    )?.body;
  const path = '/clusters/shop-weu/take-over';
  const asked = [`GET ${path}`, `POST ${path}`];
  const input = { cluster: 'shop-weu', from: 'old', reason: 'It ends' };
  const takeOver = (
    options: Parameters<typeof createClusterContext>[1] = {},
    given: object = input,
  ) => {
    const made = createClusterContext(given, options);
    const action = createTakeOverClusterAction({ runs });
    return { ...made, done: action.handler(made.context) };
  };

  beforeEach(() => {
    answer(`GET ${path}`, takeOverPreview);
    answer(`POST ${path}`, custody('managed'), 202);
  });

  it('says what it means, and then does it as the person', async () => {
    const { done, outputs, lines } = takeOver();
    await done;

    expect(server.requests).toEqual(asked);
    expect(bodyOf(`POST ${path}`)).toEqual({
      from: 'old',
      reason: 'It ends',
    });
    expect(
      server.seen.every(({ authorization }) =>
        authorization?.includes('petra'),
      ),
    ).toBe(true);
    expect(outputs).toEqual({
      entityRef: 'resource:default/shop-weu',
      summary: [
        "'old' only observes 'shop-weu' from its next pass on.",
        '**To become ours**',
        '- `api` (1): NetworkPolicy api',
        '- `web` (60): Sidecar web and 59 more',
        '**Of those, to be changed**',
        '- `api` (1): NetworkPolicy api',
        '**Calls that end**',
        '- component:default/web → component:default/api',
        '**To stay as they are**',
        '- `the cluster` (1): Namespace api',
        '**Names in the private zone**',
        '- api.mesh.internal',
      ].join('\n\n'),
    });
    expect(lines[lines.length - 1]).toMatch(/'shop-weu' is managed here now/);
  });

  it('only looks in a dry run', async () => {
    const { done, outputs } = takeOver({ isDryRun: true });
    await done;

    expect(server.requests).toEqual([`GET ${path}`]);
    expect(outputs.summary).toMatch(/Calls that end/);
  });

  it.each([true, false])(
    'takes it from nobody else than was seen (dry run: %s)',
    async isDryRun => {
      answer(`GET ${path}`, { ...takeOverPreview, from: 'third' });

      await expect(takeOver({ isDryRun }).done).rejects.toThrow(
        "Cluster 'shop-weu' is managed by 'third' and not by 'old'; look at the cluster again",
      );
      expect(server.requests).toEqual([`GET ${path}`]);
    },
  );

  it.each(refusals)('says the words of the backend: %s', async (_, said) => {
    server.answers.set(`POST ${path}`, said);

    await expect(takeOver().done).rejects.toMatchObject(said.body.error);
    expect(server.requests).toEqual(asked);
  });

  it.each(refusals)('does nothing without a preview: %s', async (_, said) => {
    server.answers.set(`GET ${path}`, said);

    await expect(takeOver().done).rejects.toMatchObject(said.body.error);
    expect(server.requests).toEqual([`GET ${path}`]);
  });

  it('asks nothing when the task was cancelled before', async () => {
    const signal = AbortSignal.abort();

    await expect(takeOver({ signal }).done).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(server.requests).toEqual([]);
  });

  it('does nothing when the task is cancelled at the preview', async () => {
    const aborted = new AbortController();
    server.onRequest = () => aborted.abort();

    const { signal } = aborted;
    await expect(takeOver({ signal }).done).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(server.requests).toEqual([`GET ${path}`]);
  });

  it('supports dry runs and has examples of itself', () => {
    const action = createTakeOverClusterAction({ runs });
    const { properties } = action.schema?.input as { properties: object };

    expect(action).toMatchObject({
      id: 'mesh:cluster:take-over',
      supportsDryRun: true,
    });
    expect(examples.length).toBeGreaterThan(0);
    for (const { example } of examples) {
      const [step] = parse(example).steps;
      expect(step.action).toBe('mesh:cluster:take-over');
      expect(Object.keys(step.input).sort()).toEqual(
        Object.keys(properties).sort(),
      );
    }
  });
});
