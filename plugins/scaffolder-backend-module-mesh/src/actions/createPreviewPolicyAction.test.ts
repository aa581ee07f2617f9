import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createMockDirectory,
  mockCredentials,
} from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { PreviewResponse } from '@meshwright/plugin-mesh-common';
import { parse } from 'yaml';
import { createPreviewPolicyAction } from './createPreviewPolicyAction';
import { examples } from './createPreviewPolicyAction.examples';

const descriptor = `
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: orders }
spec: { type: service }
`;

const nothing: PreviewResponse = {
  access: { gained: [], lost: [] },
  waiting: [],
  objects: [],
  diagnostics: [],
};

const credentials = mockCredentials.user('user:default/dana');

const change = (sentence: string) => ({
  consumerRef: 'component:default/orders',
  providerRef: 'component:default/api',
  cluster: 'shop-weu',
  what: 'HTTP 8080',
  consent: 'granted' as const,
  sentence,
});

describe('mesh:policy:preview', () => {
  const workspace = createMockDirectory();
  const preview = jest.fn<Promise<PreviewResponse>, unknown[]>();
  const action = createPreviewPolicyAction({ mesh: { preview } });

  function run(
    input: Partial<{
      path: string;
      allowProblems: boolean;
      location: string;
    }> = {},
    content: string = descriptor,
    context: object = {},
  ) {
    mkdirSync(workspace.path, { recursive: true });
    writeFileSync(join(workspace.path, 'catalog-info.yaml'), content);
    const output = jest.fn();
    const ctx = {
      ...createMockActionContext({
        input,
        workspacePath: workspace.path,
      }),
      output,
      getInitiatorCredentials: async () => credentials,
      ...context,
    };
    return { done: action.handler(ctx as never), output };
  }

  beforeEach(() => preview.mockReset().mockResolvedValue(nothing));

  it('asks as the person who started the task, and says what it means', async () => {
    preview.mockResolvedValue({
      ...nothing,
      access: {
        gained: [change('orders may call api on HTTP 8080')],
        lost: [],
      },
      waiting: [change('orders waits for data (group:default/data)')],
      objects: [{ cluster: 'shop-weu', key: 'k', change: 'create' }],
    });

    const { done, output } = run();
    await done;

    expect(preview).toHaveBeenCalledWith(
      { entities: [expect.objectContaining({ kind: 'Component' })] },
      expect.objectContaining({ credentials }),
    );
    const summary = output.mock.calls.find(([name]) => name === 'summary')?.[1];
    expect(summary).toBe(
      [
        '**Access that this adds**',
        '- orders may call api on HTTP 8080',
        '**Waits for others**',
        '- orders waits for data (group:default/data)',
        '1 object changes in the mesh.',
      ].join('\n\n'),
    );
  });

  it('says where the draft will come from', async () => {
    const location =
      'url:https://git.example.com/shop/orders/catalog-info.yaml';

    await run({ location }).done;

    expect(preview.mock.calls[0][0]).toMatchObject({ location });
  });

  it('does the same in a dry run, as it changes nothing', async () => {
    await run({}, descriptor, { isDryRun: true }).done;

    expect(preview).toHaveBeenCalledTimes(1);
    expect(action.supportsDryRun).toBe(true);
  });

  it('stops at what would have no effect, naming the field', async () => {
    const diagnostics = [
      {
        code: 'MW1000',
        severity: 'error' as const,
        entityRef: 'component:default/orders',
        pointer: '/spec/mesh/ports/0/port',
        message: '70000 is no port',
      },
    ];
    preview.mockResolvedValue({ ...nothing, diagnostics });

    await expect(run().done).rejects.toThrow(
      "'catalog-info.yaml' cannot take effect: /spec/mesh/ports/0/port: 70000 is no port",
    );
    await expect(run({ allowProblems: true }).done).resolves.toBeUndefined();
  });

  it.each([
    {
      what: 'a missing file',
      input: { path: 'other.yaml' },
      message: /no file 'other/,
    },
    {
      what: 'a way out',
      input: { path: '../../etc/passwd' },
      message: /not allowed/i,
    },
    { what: 'what is not YAML', content: 'a: [1', message: /is not YAML/ },
    {
      what: 'what is no entity',
      content: 'a: 1',
      message: /is no catalog entity/,
    },
    { what: 'null', content: 'null', message: /is no catalog entity/ },
  ])('refuses $what', async ({ input, content, message }) => {
    await expect(run(input, content).done).rejects.toThrow(message);
    expect(preview).not.toHaveBeenCalled();
  });

  it('refuses a YAML bomb quickly', async () => {
    const levels = Array.from({ length: 12 }, (_, i) =>
      i === 0
        ? 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]'
        : `a${i}: &a${i} [${Array(10)
            .fill(`*a${i - 1}`)
            .join(', ')}]`,
    );

    await expect(run({}, levels.join('\n')).done).rejects.toThrow(
      /expands to much more than it says/,
    );
  });

  it('does not let names format the text', async () => {
    preview.mockResolvedValue({
      ...nothing,
      access: { gained: [change('[x](http://evil) may call <api>')], lost: [] },
    });

    const { done, output } = run();
    await done;

    const summary = output.mock.calls.find(([name]) => name === 'summary')?.[1];
    expect(summary).toContain('\\[x\\](http://evil) may call \\<api\\>');
  });

  it.each(examples.map(e => [e.description, e.example]))(
    'runs the example: %s',
    async (_, example) => {
      const [step] = parse(example).steps;
      expect(step.action).toBe(action.id);

      await expect(run(step.input).done).resolves.toBeUndefined();
    },
  );
});
