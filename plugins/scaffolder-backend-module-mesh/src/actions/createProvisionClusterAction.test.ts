import { clusterAnswers } from '@meshwright/plugin-mesh-common/testUtils';
import { parse } from 'yaml';
import {
  createClusterContext,
  createRunsClient,
} from '../__testUtils__/createClusterContext';
import { FakeRunsServer, step } from '../__testUtils__/FakeRunsServer';
import { createProvisionClusterAction } from './createProvisionClusterAction';
import { examples } from './createProvisionClusterAction.examples';

const patience = { pollMs: 2, outageMs: 60_000 };

describe('mesh:cluster:provision', () => {
  let server: FakeRunsServer;
  let baseUrl: string;

  beforeEach(async () => {
    server = new FakeRunsServer();
    baseUrl = await server.start();
  });

  afterEach(() => server.stop());

  function setup(
    input: object = { answers: clusterAnswers() },
    options: Parameters<typeof createClusterContext>[1] & {
      outageMs?: number;
    } = {},
  ) {
    const { outageMs, ...given } = options;
    const action = createProvisionClusterAction({
      runs: createRunsClient(baseUrl),
      patience: { ...patience, ...(outageMs !== undefined && { outageMs }) },
    });
    const made = createClusterContext(input as never, given);
    return { ...made, action, run: () => action.handler(made.context) };
  }

  it('starts a run as the person, follows it and says where it is', async () => {
    const { run, lines, outputs } = setup({
      parameters: { name: 'shop-neu', nodesMax: 9, preview: 'abc' },
      digest: 'abc',
    });

    await run();

    expect(server.seen[0]).toMatchObject({
      body: {
        kind: 'provision',
        spec: { name: 'shop-neu', nodes: { max: 9 } },
        digest: 'abc',
        key: 'task/task-1/make/shop-neu',
      },
    });
    expect(
      server.seen.every(({ authorization }) =>
        authorization?.includes('petra'),
      ),
    ).toBe(true);
    expect(lines).toEqual([
      "info: Following the run 'run-1': /mesh/clusters?run=run-1",
      'info: line 1: running',
      'info: line 2: running',
      'info: line 3: succeeded',
    ]);
    expect(outputs).toEqual({
      runId: 'run-1',
      runLink: '/mesh/clusters?run=run-1',
      entityRef: 'resource:default/shop-neu',
    });
  });

  it('finds its run again when the task is carried on elsewhere', async () => {
    await setup().run();
    await setup().run();

    expect(server.runs.size).toBe(1);
    expect(server.requests).not.toContain('POST /runs/run-1/resume');
  });

  it('lets a run that failed go on when the task is tried again', async () => {
    server.script = ['running', 'failed'];
    await expect(setup().run()).rejects.toThrow();
    server.script = ['queued', 'running', 'succeeded'];

    await expect(setup().run()).resolves.toBeUndefined();

    expect(server.runs.size).toBe(1);
    expect(server.requests).toContain('POST /runs/run-1/resume');
  });

  it('says why a run that failed cannot go on', async () => {
    server.script = ['failed'];
    await expect(setup().run()).rejects.toThrow();
    const message = "'run-2' was started after it; start a new run";
    server.answers.set('POST /runs/run-1/resume', {
      status: 409,
      body: {
        error: { name: 'ConflictError', message },
        response: { statusCode: 409 },
      },
    });

    await expect(setup().run()).rejects.toMatchObject({
      name: 'ConflictError',
      message,
    });
  });

  it('fails with all that support asks for', async () => {
    server.script = ['running', 'failed'];
    server.message = '1 step failed';
    server.steps = [
      step(),
      step({
        state: 'failed',
        title: 'Cluster',
        error: {
          message: 'The services overlap a subnet; choose another range',
          resource: 'Cluster shop-neu',
          code: 'ServiceCidrOverlapExistingSubnetsCidr',
          status: 400,
          requestId: 'r-1',
          answer: 'network.services',
        },
      }),
    ];

    await expect(setup().run()).rejects.toThrow(
      [
        "The run 'run-1' on 'shop-neu' failed: 1 step failed",
        "- Cluster shop-neu: The services overlap a subnet; choose another range (ServiceCidrOverlapExistingSubnetsCidr, status 400, request r-1, answer 'network.services')",
      ].join('\n'),
    );
  });

  it('goes on when the backend comes back', async () => {
    const { run, lines } = setup();
    server.onLook = looks => {
      if (looks === 1) {
        server.outage = ['reset', 503, 'reset', 502, 504, 'reset'];
      }
    };

    await run();

    expect(lines).toEqual([
      expect.stringContaining('Following'),
      'warn: The mesh backend does not answer; asking again',
      'info: The mesh backend answers again',
      'info: line 1: running',
      'info: line 2: running',
      'info: line 3: succeeded',
    ]);
  });

  it('starts once although the answer to the start is lost', async () => {
    server.outage = ['reset', 503];

    await setup().run();

    expect(server.runs.size).toBe(1);
  });

  it('does not wait for ever for a backend that stays away', async () => {
    server.onLook = () => {
      server.outage = Array(10_000).fill('reset');
    };

    await expect(setup(undefined, { outageMs: 20 }).run()).rejects.toThrow(
      /run 'run-1' may go on, but this task can no longer follow it/,
    );
  });

  it('says that the run goes on when the person is signed out meanwhile', async () => {
    server.answers.set('GET /runs/run-1', {
      status: 401,
      body: {
        error: { name: 'AuthenticationError', message: 'Token has expired' },
        response: { statusCode: 401 },
      },
    });

    await expect(setup().run()).rejects.toThrow(
      /run 'run-1' may go on, but .* look at its page.*Token has expired/,
    );
  });

  it.each([
    [403, 'NotAllowedError', 'mesh.cluster.provision is missing'],
    [400, 'InputError', "'network.range' is missing"],
    [409, 'ConflictError', 'Another run goes on'],
  ])('says at once what is refused with %s', async (status, name, message) => {
    server.answers.set('POST /runs', {
      status,
      body: { error: { name, message }, response: { statusCode: status } },
    });

    await expect(setup().run()).rejects.toThrow(message);
    expect(server.requests).toEqual(['POST /runs']);
  });

  it('cancels the run when the task is cancelled, and says what exists', async () => {
    const aborted = new AbortController();
    server.script = Array(1000).fill('running');
    server.steps = [
      step({ changed: true }),
      step({
        title: 'Cluster shop-neu',
        state: 'canceled',
        startedAt: '2026-11-25T12:00:00.000Z',
      }),
      step({ title: 'Key vault', state: 'pending' }),
    ];
    server.onLook = looks => {
      if (looks === 2) {
        aborted.abort();
      }
    };
    const { run, lines } = setup(undefined, { signal: aborted.signal });

    await expect(run()).rejects.toThrow(
      "The task was cancelled; state of the run 'run-1': canceled. Written so far: Virtual network vnet-shop-neu (create). Begun, and not known to have ended: Cluster shop-neu (create).",
    );

    expect(server.requests).toContain('POST /runs/run-1/cancel');
    expect(lines).toContain('warn: The task was cancelled; stopping the run');
    expect(lines[lines.length - 1]).toMatch(/canceled$/);
  });

  it('says that a run could not be cancelled', async () => {
    const aborted = new AbortController();
    server.script = Array(1000).fill('running');
    server.onLook = () => aborted.abort();
    server.answers.set('POST /runs/run-1/cancel', {
      status: 403,
      body: {
        error: { name: 'NotAllowedError', message: 'not yours' },
        response: { statusCode: 403 },
      },
    });

    await expect(
      setup(undefined, { signal: aborted.signal }).run(),
    ).rejects.toThrow(/run 'run-1' could not be .*not yours.*cancel it/);
  });

  it('cancels a run whose start was under way', async () => {
    const aborted = new AbortController();
    const { run } = setup(undefined, { signal: aborted.signal });
    server.script = [];
    server.steps = [];
    server.onStart = () => aborted.abort();

    await expect(run()).rejects.toThrow(
      "The task was cancelled; state of the run 'run-1': canceled. Nothing was written.",
    );

    expect(server.requests.slice(0, 2)).toEqual([
      'POST /runs',
      'POST /runs/run-1/cancel',
    ]);
  });

  it('starts no run to find out whether there is one', async () => {
    const aborted = new AbortController();
    const { run } = setup(undefined, { signal: aborted.signal });
    server.outage = ['reset'];
    server.onRequest = () => aborted.abort();

    await expect(run()).rejects.toThrow(
      /cancelled while the mesh backend did not answer/,
    );

    expect(server.requests).toEqual(['POST /runs']);
  });

  it('asks nothing when the task was cancelled before', async () => {
    await expect(
      setup(undefined, { signal: AbortSignal.abort() }).run(),
    ).rejects.toMatchObject({ name: 'AbortError' });

    expect(server.requests).toEqual([]);
  });

  it('shows the plan in a dry run and starts nothing', async () => {
    server.answers.set('POST /clusters/preview', {
      status: 200,
      body: {
        purpose: 'provision',
        steps: [],
        problems: [],
        criticalPath: { steps: [], seconds: 0 },
        digest: 'abc',
      },
    });
    const { action, run, lines, outputs } = setup(undefined, {
      isDryRun: true,
    });

    await run();

    expect(action.supportsDryRun).toBe(true);
    expect(server.requests).toEqual(['POST /clusters/preview']);
    expect(lines).toEqual(['info: Nothing is written.']);
    expect(outputs).toEqual({ entityRef: 'resource:default/shop-neu' });
  });

  it.each([{}, { parameters: {}, answers: {} }])(
    'wants the answers once: %j',
    async input => {
      await expect(setup(input).run()).rejects.toThrow(
        /either 'parameters', .* or 'answers'/,
      );
      expect(server.requests).toEqual([]);
    },
  );

  it.each(examples.map(e => [e.description, e.example]))(
    'has a right example: %s',
    (_, example) => {
      const [{ action, input }] = parse(example).steps;
      expect(action).toBe(setup().action.id);
      expect(Object.keys(input)).toEqual(
        expect.arrayContaining([expect.stringMatching(/parameters|answers/)]),
      );
    },
  );
});
