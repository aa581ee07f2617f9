import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { parse } from 'yaml';
import {
  createClusterContext,
  createRunsClient,
} from '../__testUtils__/createClusterContext';
import { FakeRunsServer } from '../__testUtils__/FakeRunsServer';
import { createExportClusterAction } from './createExportClusterAction';
import { examples as exportExamples } from './createExportClusterAction.examples';
import { createPreviewClusterAction } from './createPreviewClusterAction';
import { examples as previewExamples } from './createPreviewClusterAction.examples';
import { createRetireClusterAction } from './createRetireClusterAction';
import { examples as retireExamples } from './createRetireClusterAction.examples';
import { createVerifyClusterAction } from './createVerifyClusterAction';
import { examples as verifyExamples } from './createVerifyClusterAction.examples';

const patience = { pollMs: 2, outageMs: 60_000 };
const plan = {
  purpose: 'provision',
  spec: {},
  steps: [
    {
      ...{ operation: 'create', title: 'Network [x](http://evil)' },
      ...{ reason: 'The cluster lives in it.', changes: [] },
    },
    { operation: 'keep', title: 'Group', reason: '', changes: [] },
  ],
  problems: [],
  addresses: [],
  criticalPath: { steps: ['network'], seconds: 400 },
  cost: { currency: 'EUR', monthly: 812.4, items: [], notIncluded: [] },
  digest: 'abc',
};

describe('actions about clusters', () => {
  const workspace = createMockDirectory();
  let server: FakeRunsServer;
  let runs: ReturnType<typeof createRunsClient>;

  beforeEach(async () => {
    server = new FakeRunsServer();
    runs = createRunsClient(await server.start());
    workspace.clear();
  });

  afterEach(() => server.stop());

  const answer = (path: string, body: object, status = 200) =>
    server.answers.set(`POST ${path}`, { status, body });

  describe('mesh:cluster:preview', () => {
    const preview = async (input: object, isDryRun = false) => {
      const made = createClusterContext(input, { isDryRun });
      const action = createPreviewClusterAction({ runs });
      await action.handler(made.context);
      return made;
    };

    it('says what would be written, and lets names format nothing', async () => {
      answer('/clusters/preview', plan);

      const { outputs } = await preview({ parameters: { nodesMax: 5 } });

      expect(server.seen[0].body).toEqual({
        purpose: 'provision',
        spec: { nodes: { max: 5 } },
      });
      expect(outputs).toEqual({
        plan,
        digest: 'abc',
        summary: [
          '**To be created**',
          '- Network \\[x\\](http://evil): The cluster lives in it.',
          '**There already, as planned**',
          '- Group',
          '1 write, about 7 minutes.',
          'About 812 EUR a month, fixed costs only.',
        ].join('\n\n'),
      });
    });

    it('stops at errors, naming the fields, unless told not to', async () => {
      answer('/clusters/preview', {
        ...plan,
        problems: [
          { field: 'dns.zone', message: 'is missing', severity: 'error' },
          { field: 'nodes.min', message: 'is low', severity: 'warning' },
        ],
      });
      const input = { answers: { name: 'shop-neu' } };

      await expect(preview(input)).rejects.toThrow(
        "This cluster cannot be: 'dns.zone' is missing",
      );
      const { outputs } = await preview({ ...input, allowProblems: true });
      expect(outputs.summary).toMatch(
        /^\*\*To be put right\*\*\n\n- `dns.zone`: is missing\n- `nodes.min`/,
      );
    });

    it('does the same in a dry run, as it changes nothing', async () => {
      answer('/clusters/preview', plan);

      await preview({ answers: { name: 'a' }, purpose: 'retire' }, true);

      expect(server.seen[0].body?.purpose).toBe('retire');
    });

    it('says who may not', async () => {
      const error = { name: 'NotAllowedError', message: 'not for you' };
      const response = { statusCode: 403 };
      answer('/clusters/preview', { error, response }, 403);

      await expect(preview({ answers: { name: 'a' } })).rejects.toMatchObject({
        name: 'NotAllowedError',
        message: 'not for you',
      });
    });
  });

  describe('mesh:cluster:verify', () => {
    const verify = (options: { isDryRun?: boolean } = {}) => {
      const made = createClusterContext({ cluster: 'shop-neu' }, options);
      const action = createVerifyClusterAction({ runs, patience });
      return { ...made, done: action.handler(made.context) };
    };

    it('runs to the end', async () => {
      const { done, outputs } = verify();
      await done;

      expect(server.seen[0].body).toEqual({
        kind: 'verify',
        cluster: 'shop-neu',
        key: 'task/task-1/make/shop-neu',
      });
      expect(outputs.runId).toBe('run-1');
    });

    it('fails when the mesh does not do what it promises', async () => {
      server.script = ['running', 'failed'];
      server.message = '1 of 9 checks failed';

      await expect(verify().done).rejects.toThrow('1 of 9 checks failed');
    });

    it('asks nothing in a dry run', async () => {
      await verify({ isDryRun: true }).done;

      expect(server.requests).toEqual([]);
    });
  });

  describe('mesh:cluster:retire', () => {
    const retire = (confirm: string, isDryRun = false) => {
      const input = { cluster: 'shop-neu', confirm };
      const { context } = createClusterContext(input, { isDryRun });
      const action = createRetireClusterAction({ runs, patience });
      return action.handler(context);
    };

    it('runs when the name was typed', async () => {
      await retire('shop-neu');

      expect(server.seen[0].body).toEqual({
        kind: 'retire',
        cluster: 'shop-neu',
        confirm: 'shop-neu',
        key: 'task/task-1/make/shop-neu',
      });
    });

    it.each(['', 'shop-weu', 'SHOP-NEU', ' shop-neu'])(
      "asks nothing when '%s' was typed",
      async confirm => {
        await expect(retire(confirm)).rejects.toThrow(
          "to take the cluster down, type its name: 'shop-neu'",
        );
        expect(server.requests).toEqual([]);
      },
    );

    it('only looks in a dry run', async () => {
      answer('/clusters/preview', { ...plan, purpose: 'retire' });

      await retire('shop-neu', true);

      expect(server.requests).toEqual(['POST /clusters/preview']);
      expect(server.seen[0].body).toEqual({
        purpose: 'retire',
        spec: { name: 'shop-neu' },
      });
    });
  });

  describe('mesh:cluster:export', () => {
    const exportTo = (targetPath?: string) => {
      const made = createClusterContext(
        { answers: { name: 'shop-neu' }, ...(targetPath && { targetPath }) },
        { workspacePath: workspace.path },
      );
      const action = createExportClusterAction({ runs });
      return { ...made, done: action.handler(made.context) };
    };

    it('writes the files into the workspace', async () => {
      const files = [
        { path: 'main.bicep', content: '// all' },
        { path: 'modules/network.bicep', content: '// network' },
      ];
      answer('/clusters/export', { files });

      const { done, outputs } = exportTo('clusters/shop-neu');
      await done;

      expect(outputs.files).toEqual([
        'clusters/shop-neu/main.bicep',
        'clusters/shop-neu/modules/network.bicep',
      ]);
      const written = join(
        workspace.path,
        'clusters/shop-neu/modules/network.bicep',
      );
      expect(readFileSync(written, 'utf8')).toBe('// network');
    });

    it.each([
      ['a file', undefined, '../../evil'],
      ['a folder', '../..', 'main.bicep'],
    ])('writes nothing when %s leads out', async (_, folder, path) => {
      const files = [
        { path: 'first.bicep', content: '' },
        { path, content: '' },
      ];
      answer('/clusters/export', { files });

      await expect(exportTo(folder).done).rejects.toThrow(/not allowed/i);
      expect(existsSync(join(workspace.path, 'first.bicep'))).toBe(false);
    });
  });

  it.each([
    ['mesh:cluster:preview', createPreviewClusterAction, previewExamples],
    ['mesh:cluster:verify', createVerifyClusterAction, verifyExamples],
    ['mesh:cluster:retire', createRetireClusterAction, retireExamples],
    ['mesh:cluster:export', createExportClusterAction, exportExamples],
  ])('%s supports dry runs and has examples of itself', (id, create, all) => {
    const action = create({ runs });
    const known = Object.keys(
      (action.schema?.input as { properties: object }).properties,
    );

    expect(action).toMatchObject({ id, supportsDryRun: true });
    expect(all.length).toBeGreaterThan(0);
    for (const { example } of all) {
      const [step] = parse(example).steps;
      expect(step.action).toBe(id);
      expect(known).toEqual(expect.arrayContaining(Object.keys(step.input)));
    }
  });
});
