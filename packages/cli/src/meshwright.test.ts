import { spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { componentYaml, Folder, OPEN_POLICY } from './__testUtils__/files';

const root = resolve(__dirname, '../../..');

jest.setTimeout(120_000);

/** The command as people call it, from a folder of their own. */
function meshwright(
  args: string[],
  { from = resolve(__dirname, 'conformance'), input = '', preload = '' } = {},
) {
  return spawnSync(
    process.execPath,
    [resolve(root, 'scripts/meshwright.mjs'), ...args],
    {
      encoding: 'utf8',
      cwd: root,
      input,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        INIT_CWD: from,
        ...(preload && { NODE_OPTIONS: `--require ${preload}` }),
      },
    },
  );
}

describe('npm run meshwright', () => {
  let folder: Folder;

  beforeEach(() => {
    folder = Folder.with({
      'web.yaml': componentYaml('web', {
        dependsOn: ['component:default/api'],
      }),
      'api.yaml': componentYaml('api'),
      'policy.yaml': OPEN_POLICY,
      'call.json': JSON.stringify({
        source: { namespace: 'a', labels: {}, inMesh: true },
        destination: {
          ...{ namespace: 'orders', labels: { app: 'orders' }, inMesh: true },
          ...{ port: 80, protocol: 'http' },
        },
      }),
    });
  });

  afterEach(() => folder.remove());

  it('prints one JSON object and nothing else to standard output', () => {
    const { stdout, status } = meshwright([
      'conformance',
      '__fixtures__/good.json',
      '--json',
    ]);
    expect(JSON.parse(stdout)).toEqual({
      suites: [
        {
          suite: 'istio-integration-authz',
          file: '__fixtures__/good.json',
          passed: 1,
          failed: 0,
          excepted: 0,
          failures: [],
        },
      ],
      errors: [],
    });
    expect(status).toBe(0);
  });

  it.each([
    [
      1,
      ['conformance', resolve(__dirname, 'conformance/__fixtures__/bad.json')],
    ],
    [0, ['check', 'web.yaml', 'api.yaml']],
    [1, ['check', 'policy.yaml', '--fail-on', 'warning']],
    [2, ['check', 'gone.yaml']],
    [3, ['check', '--nothing']],
    [3, ['dance']],
    [0, ['help', 'check']],
    [0, ['compile', '.']],
    [0, ['plan', '.']],
    [1, ['diff', '--base', 'api.yaml', '.', '--fail-on', 'gained']],
    [0, ['explain', '--from', 'component:web', '--to', 'component:api', '.']],
    [1, ['explain', '--from', 'component:api', '--to', 'component:web', '.']],
    [0, ['evaluate', '--requests', 'call.json', 'policy.yaml']],
    [0, ['matrix', '.']],
  ])('ends with %d, and never asks the network: %j', (expected, args) => {
    const preload = resolve(__dirname, '__testUtils__/forbidNetwork.cjs');
    const { status, stderr } = meshwright(args, { from: folder.path, preload });
    expect(stderr).not.toContain('NETWORK');
    expect(status).toBe(expected);
  });

  it('reads standard input', () => {
    const { stdout, status } = meshwright(['check', '-'], {
      from: folder.path,
      input: OPEN_POLICY,
    });
    expect(stdout).toMatch(/^<stdin>\n {2}10:7 +warning/);
    expect(status).toBe(0);
  });

  it('ends quietly when nobody reads any more', async () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      OPEN_POLICY.replace('name: open', `name: open-${index}`),
    );
    folder.write('many.yaml', many.join('---\n'));
    const child = spawn(
      process.execPath,
      [resolve(root, 'scripts/meshwright.mjs'), 'check', 'many.yaml'],
      {
        cwd: root,
        env: { ...process.env, INIT_CWD: folder.path },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let errors = '';
    child.stderr.on('data', chunk => {
      errors += chunk;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const status = await new Promise(done => {
      child.on('exit', done);
    });
    expect(errors).toBe('');
    expect(status).toBe(141);
  });
});
