import type { ClusterCustodyResponse } from '@meshwright/plugin-mesh-common';
import { parse } from 'yaml';
import {
  createClusterContext,
  createRunsClient,
} from '../__testUtils__/createClusterContext';
import { custody, refusals, uninstallPreview } from '../__testUtils__/custody';
import { FakeRunsServer } from '../__testUtils__/FakeRunsServer';
import { createUninstallClusterAction } from './createUninstallClusterAction';
import { examples } from './createUninstallClusterAction.examples';

const patience = { pollMs: 2, outageMs: 60_000 };

describe('mesh:cluster:uninstall', () => {
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
  const path = '/clusters/shop-weu';
  const preview = (mode = 'remove') => `GET ${path}/uninstall?mode=${mode}`;
  const start = `POST ${path}/uninstall`;
  const look = `GET ${path}/custody`;
  const undo = `POST ${path}/manage`;
  const input = {
    ...{ cluster: 'shop-weu', mode: 'remove', confirm: 'shop-weu' },
    reason: 'The trial is over',
  };
  /** What a person is told before anything is changed. */
  const summary = [
    "After this, everybody may call everybody in 'shop-weu'.",
    '**To be deleted**',
    '- `api` (1): NetworkPolicy api',
    '**To stay, without our labels**',
    '- `the cluster` (1): Namespace api',
  ].join('\n\n');
  const uninstall = (
    options: Parameters<typeof createClusterContext>[1] = {},
    changes: object = {},
  ) => {
    const made = createClusterContext({ ...input, ...changes }, options);
    const action = createUninstallClusterAction({ runs, patience });
    return { ...made, done: action.handler(made.context) };
  };
  /** One answer for each look; the last one for all that follow. */
  const answerLooks = (...all: ClusterCustodyResponse[]) => {
    answer(look, all[0]);
    server.onRequest = () => {
      const looks = server.requests.filter(made => made === look).length;
      answer(look, all[Math.max(0, Math.min(looks, all.length) - 1)]);
    };
  };

  beforeEach(() => {
    answer(start, custody('removing'), 202);
    answer(undo, custody('managed'), 202);
    answer(`GET ${path}/uninstall`, uninstallPreview);
  });

  it.each([
    ['remove', 'removing', 'removed'],
    ['release', 'releasing', 'released'],
  ] as const)('follows until it is done: %s', async (mode, going, state) => {
    answerLooks(
      custody(going, '12 left'),
      custody(going, '12 left'),
      custody(going, '3 left'),
      custody(state, 'All of it'),
    );

    const { done, lines, outputs } = uninstall({}, { mode });
    await done;

    expect(server.requests).toEqual([
      ...[preview(mode), start, look, look, look, look],
    ]);
    expect(bodyOf(start)).toEqual({
      ...{ mode, confirm: 'shop-weu', reason: 'The trial is over' },
    });
    expect(lines).toEqual([
      `info: ${summary}`,
      ...['info: 12 left', 'info: 3 left', 'info: All of it'],
    ]);
    expect(outputs).toEqual({
      ...{ state, summary, entityRef: 'resource:default/shop-weu' },
    });
  });

  it('does not take another end for its own', async () => {
    answerLooks(
      custody('removing', 'Cluster managed'),
      custody('released', 'Released'),
    );

    await expect(uninstall().done).rejects.toThrow(
      "Cluster 'shop-weu' is released: user:default/olaf decided otherwise meanwhile (We need it)",
    );
  });

  it('stops following when somebody wants the cluster managed', async () => {
    answerLooks(custody('removing'), custody('managed'));

    await expect(uninstall().done).rejects.toThrow(
      "Cluster 'shop-weu' is managed: user:default/olaf decided otherwise meanwhile (We need it)",
    );
    expect(server.requests).not.toContain(undo);
  });

  it('goes on when the backend comes back', async () => {
    server.outage = [503, 'reset'];
    answer(look, custody('removed'));

    await uninstall().done;

    expect(server.requests).toEqual([
      ...[preview(), preview(), preview(), start, look],
    ]);
  });

  it('has the cluster managed again when the task is cancelled', async () => {
    const aborted = new AbortController();
    answerLooks(custody('removing'));
    const { onRequest } = server;
    server.onRequest = () => {
      onRequest?.();
      if (server.requests.filter(made => made === look).length === 2) {
        aborted.abort();
      }
    };

    const { done, lines } = uninstall({ signal: aborted.signal });
    await expect(done).rejects.toMatchObject({ name: 'AbortError' });

    expect(server.requests).toEqual([preview(), start, look, look, undo]);
    expect(bodyOf(undo)).toEqual({
      reason: 'The task that uninstalled the mesh was cancelled',
    });
    expect(lines).toContain(
      "warn: Cancelled: cluster 'shop-weu' is managed again",
    );
  });

  it('asks nothing when the task was cancelled before', async () => {
    const signal = AbortSignal.abort();

    await expect(uninstall({ signal }).done).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(server.requests).toEqual([]);
  });

  it.each(refusals)('says the words of the backend: %s', async (_, said) => {
    server.answers.set(start, said);

    await expect(uninstall().done).rejects.toMatchObject(said.body.error);
    expect(server.requests).toEqual([preview(), start]);
  });

  it.each(['', 'shop-neu', 'SHOP-WEU', ' shop-weu'])(
    "asks nothing when '%s' was typed",
    async confirm => {
      for (const isDryRun of [true, false]) {
        await expect(
          uninstall({ isDryRun }, { confirm }).done,
        ).rejects.toMatchObject({
          name: 'InputError',
          message: `'confirm' is '${confirm}'; to uninstall the mesh from the cluster, type its name: 'shop-weu'`,
        });
      }
      expect(server.requests).toEqual([]);
    },
  );

  it('only looks in a dry run', async () => {
    const { done, outputs } = uninstall({ isDryRun: true });
    await done;

    expect(server.requests).toEqual([preview()]);
    expect(outputs).toEqual({
      entityRef: 'resource:default/shop-weu',
      summary,
    });
  });

  it.each(refusals)('says why a dry run shows nothing: %s', async (_, s) => {
    server.answers.set(`GET ${path}/uninstall`, s);

    await expect(uninstall({ isDryRun: true }).done).rejects.toMatchObject(
      s.body.error,
    );
  });

  it('supports dry runs and has examples of itself', () => {
    const action = createUninstallClusterAction({ runs });
    const { properties } = action.schema?.input as { properties: object };

    expect(action).toMatchObject({
      id: 'mesh:cluster:uninstall',
      supportsDryRun: true,
    });
    expect(examples.length).toBeGreaterThan(0);
    for (const { example } of examples) {
      const [step] = parse(example).steps;
      expect(step.action).toBe('mesh:cluster:uninstall');
      expect(Object.keys(step.input).sort()).toEqual(
        Object.keys(properties).sort(),
      );
    }
  });
});
