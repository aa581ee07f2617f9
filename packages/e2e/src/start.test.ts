import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = dirname(require.resolve('../../../package.json'));

/** Takes a port that `npm start` would take as well. */
async function listen() {
  for (;;) {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    if (port < 65_000) {
      return { server, port };
    }
    server.close();
  }
}

/** What `npm start` answers to somebody for whom it cannot start. */
describe('a start that cannot be', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'start-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function start(args: string[]) {
    const script = join(root, 'scripts', 'start.mjs');
    const child = spawn(
      process.execPath,
      [script, '--state', join(folder, 'state'), ...args],
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const said: Buffer[] = [];
    child.stderr.on('data', chunk => said.push(chunk));
    child.stdout.resume();
    const [code] = await once(child, 'close');
    return { code, said: Buffer.concat(said).toString().trim() };
  }

  it.each([['sandbox'], ['real']])(
    'names the port that is in use, and starts nothing: --cluster %s',
    async cluster => {
      const { server, port } = await listen();
      try {
        expect(
          await start(['--cluster', cluster, '--port', String(port)]),
        ).toEqual({
          code: 1,
          said: `Port ${port} is in use; stop what listens there, or choose another with: npm start -- --port ${
            port + 100
          }`,
        });
        expect(existsSync(join(folder, 'state'))).toBe(false);
      } finally {
        server.close();
      }
    },
    60_000,
  );

  it('names the kinds of clusters there are', async () => {
    expect(await start(['--cluster', 'kind'])).toEqual({
      code: 1,
      said: "--cluster must be sandbox or real, not 'kind'",
    });
  }, 60_000);

  it.each([
    [
      ['--kubeconfig', 'config', '--cluster', 'real'],
      '--cluster starts a cluster here, and --kubeconfig takes one that is there; give one of them',
    ],
    [
      ['--context', 'mine'],
      '--context is about a cluster of yours; say which one with --kubeconfig FILE',
    ],
    [
      ['--kubeconfig', 'config', '--instance', 'My Laptop'],
      "--instance must be at most 63 lower case letters, digits and dashes, not 'My Laptop'",
    ],
    [
      ['--kubeconfig', 'config', '--istio', 'latest'],
      "--istio must be a version such as 1.29, not 'latest'",
    ],
  ])(
    'says what is wrong with %j',
    async (args, said) => {
      expect(await start(args)).toEqual({ code: 1, said });
      expect(existsSync(join(folder, 'state'))).toBe(false);
    },
    60_000,
  );

  it('names the contexts of a kubeconfig that has not the one that is asked for', async () => {
    const { server, port } = await listen();
    server.close();
    const file = join(folder, 'config');
    const context = { cluster: 'dev', user: 'dev' };
    writeFileSync(
      file,
      JSON.stringify({
        clusters: [{ name: 'dev', cluster: { server: 'https://dev.invalid' } }],
        contexts: [{ name: 'dev', context }],
        users: [{ name: 'dev', user: { token: 'secret' } }],
      }),
    );

    const { code, said } = await start([
      ...['--kubeconfig', file, '--context', 'prod', '--port', String(port)],
    ]);

    expect(code).toBe(1);
    expect(said).toBe(`'${file}' has no context 'prod'; it has 'dev'`);
  }, 120_000);
});
