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

/** Two starts may find a port free at the same moment. */
describe('a start that was overtaken', () => {
  const script = `
    import { createServer } from 'node:http';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { startBackend } from './scripts/start/startBackend.mjs';

    let headers = { 'x-meshwright-start': 'of another' };
    let asked = 0;
    const server = createServer((_, answer) => {
      asked += 1;
      answer.writeHead(200, headers).end('{}');
    }).listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    const { port } = server.address();
    const said = [];
    let own;
    let exit;
    const children = {
      start(_, __, { env, onExit }) {
        own = JSON.parse(env.APP_CONFIG_backend_health_headers);
        exit = onExit;
      },
      tail: () => 'Error: listen EADDRINUSE: address already in use',
    };
    const options = { ports: { app: port }, state: 'state' };
    const toolchain = { node: 'node', env: {} };
    const onEnd = error => said.push(error.message);
    let isReady = false;
    const started = startBackend(
      { children, toolchain, options, onEnd },
      { url: 'http://127.0.0.1:' + port, configs: [], env: {} },
    ).then(() => { isReady = true; });
    while (asked < 3) await sleep(20);
    said.push('ready by another: ' + isReady);
    exit('ended with code 1');
    headers = own;
    await started;
    said.push('ready by its own: ' + isReady);
    console.log(JSON.stringify({ port, said }));
    server.close();
    server.closeAllConnections();
  `;

  it('does not take the backend of the other for its own', async () => {
    const child = spawn(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const chunks: Buffer[] = [];
    child.stdout.on('data', chunk => chunks.push(chunk));
    await once(child, 'close');

    const { port, said } = JSON.parse(Buffer.concat(chunks).toString());
    expect(said).toEqual([
      'ready by another: false',
      `Port ${port} is in use; stop what listens there, or choose another with: npm start -- --port ${
        port + 100
      }`,
      'ready by its own: true',
    ]);
  }, 60_000);
});
