import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ESLint } from 'eslint';

const root = join(__dirname, '..', '..', '..');

/** Ids of the rules that refuse `code` in a file of the repository. */
async function lint(file: string, code: string): Promise<string[]> {
  const path = join(root, file);
  const eslint = new ESLint({ cwd: join(root, file.split('/src/')[0]) });
  const [result] = await eslint.lintText(code, { filePath: path });
  return result.messages.map(({ ruleId }) => ruleId ?? 'fatal');
}

const imports = (name: string) =>
  `import * as it from '${name}';\n\nexport const x = it;\n`;

jest.setTimeout(60_000);

describe('import rules', () => {
  it.each([
    [
      'the core importing a backend',
      'plugins/mesh-common/src/plan/x.ts',
      '@meshwright/plugin-mesh-backend',
    ],
    ['the core importing Node', 'plugins/mesh-common/src/plan/x.ts', 'node:fs'],
    [
      'the core importing a cluster client',
      'plugins/mesh-common/src/plan/x.ts',
      '@kubernetes/client-node',
    ],
    [
      'ports importing a cluster client',
      'plugins/mesh-node/src/x.ts',
      '@kubernetes/client-node',
    ],
    [
      'the backend importing Azure',
      'plugins/mesh-backend/src/clusters/x.ts',
      '@azure/arm-privatedns',
    ],
    [
      'the catalog module importing ports',
      'plugins/catalog-backend-module-mesh/src/x.ts',
      '@meshwright/plugin-mesh-node',
    ],
    [
      'the sandbox importing the backend',
      'packages/sandbox/src/x.ts',
      '@meshwright/plugin-mesh-backend',
    ],
  ])('refuse %s', async (_, file, name) => {
    expect(await lint(file, imports(name))).toContain('no-restricted-imports');
  });

  it.each([
    ['plan', '../compile'],
    ['evaluate', '../compile'],
    ['evaluate', '../plan'],
    ['objects', '../model'],
    ['model', '../compile'],
    ['status', '../compile'],
    ['analyze', '../compile'],
    ['evaluate', '../analyze'],
    ['plan', '../analyze'],
  ])('refuse %s importing %s inside the core', async (folder, name) => {
    const file = `plugins/mesh-common/src/${folder}/x.ts`;

    expect(await lint(file, imports(name))).toContain(
      'import/no-restricted-paths',
    );
  });

  it.each([
    ['router', '../database/types'],
    ['clusters', '../database/types'],
    ['database', '../clusters/readFacts'],
  ])('refuse %s importing %s inside the backend', async (folder, name) => {
    const file = `plugins/mesh-backend/src/${folder}/x.ts`;

    expect(await lint(file, imports(name))).toContain(
      'import/no-restricted-paths',
    );
  });

  it.each([
    ['plugins/mesh-common/src/plan/x.ts', 'const now = Date.now();\n'],
    ['plugins/mesh-common/src/plan/x.ts', 'const now = new Date();\n'],
    ['plugins/mesh-common/src/plan/x.ts', 'const n = Math.random();\n'],
  ])('refuse clocks and chance in the core (%#)', async (file, code) => {
    expect(await lint(file, `${code}export {};\n`)).toContain(
      'no-restricted-syntax',
    );
  });

  it('refuse the frontend importing ports', () => {
    // In a process of its own: the React rules do not load inside Jest.
    const { stdout } = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules', '.bin', 'eslint'),
        ...['--stdin', '--stdin-filename', 'src/lib/x.ts'],
      ],
      {
        cwd: join(root, 'plugins', 'mesh'),
        input: imports('@meshwright/plugin-mesh-node'),
        encoding: 'utf8',
      },
    );

    expect(stdout).toContain('no-restricted-imports');
  });

  it('let arrows through that the design draws', async () => {
    const allowed = [
      lint('plugins/mesh-common/src/plan/x.ts', imports('../evaluate')),
      lint('plugins/mesh-common/src/analyze/x.ts', imports('../plan')),
      lint(
        'plugins/mesh-node/src/x.ts',
        imports('@meshwright/plugin-mesh-common'),
      ),
      lint(
        'plugins/mesh-backend/src/clusters/x.ts',
        imports('@kubernetes/client-node'),
      ),
    ];

    expect(await Promise.all(allowed)).toEqual([[], [], [], []]);
  });
});
