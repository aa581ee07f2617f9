import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findAssets } from '../assets/findAssets';
import { findTool } from '../assets/provideTool';
import { freePorts } from '../server/freePorts';

type Message = { type: string; text?: string; proxyUrl?: string };

const BUILD = 20 * 60_000;
const missing = [findAssets(), findTool('kwok')].find(
  ({ state }) => state === 'missing',
);

/** Processes whose command line names the folder, the shell's own aside. */
function listProcesses(folder: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], {
    encoding: 'utf8',
  });
  return stdout.split('\n').filter(line => line.includes(folder));
}

describe('a cluster as a process', () => {
  let folder: string;
  let child: ChildProcess;
  const said: Message[] = [];

  async function begin(env: NodeJS.ProcessEnv = {}) {
    said.length = 0;
    const [port] = await freePorts(1);
    child = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        require.resolve('./main.ts'),
        JSON.stringify({ folder, port }),
      ],
      {
        detached: true,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      },
    );
    child.on('message', message => said.push(message as Message));
  }
  const find = (type: string) => said.find(message => message.type === type);
  async function until(type: string): Promise<Message> {
    while (!find(type) && child.exitCode === null) {
      await sleep(100);
    }
    return find(type) ?? { type: JSON.stringify(said.slice(-1)) };
  }

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cluster-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => {
    if (child.exitCode === null && child.signalCode === null && child.pid) {
      process.kill(-child.pid, 'SIGKILL');
    }
  });

  it('names the way out where nothing can be built', async () => {
    await begin({ KUBEBUILDER_ASSETS: join(folder, 'nothing') });
    const [code] = await once(child, 'exit');

    expect(code).toBe(1);
    expect(find('cluster-failed')?.text).toMatch(
      /^No control plane: .*which has no etcd and kube-apiserver.*npm start$/,
    );
  }, 120_000);

  if (missing?.state === 'missing') {
    process.stdout.write(`Real cluster left out: ${missing.reason}\n`);
  }
  (missing ? describe.skip : describe)('that runs', () => {
    it(
      'says that etcd was killed, leaves nothing running, and goes on from there',
      async () => {
        await begin();
        const { proxyUrl } = await until('cluster-ready');
        const url = `${proxyUrl}/api/v1/namespaces`;
        const created = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ metadata: { name: 'kept' } }),
        });
        expect(created.status).toBe(201);
        const etcd = listProcesses(folder).find(line => line.includes('etcd '));
        process.kill(Number.parseInt(etcd ?? '', 10), 'SIGKILL');
        const [code] = await once(child, 'exit');

        expect(find('cluster-failed')?.text).toMatch(
          /^etcd ended by itself.*start again/,
        );
        expect(code).toBe(1);
        expect(listProcesses(folder)).toEqual([]);

        await begin();
        const again = await until('cluster-ready');
        const kept = await fetch(`${again.proxyUrl}/api/v1/namespaces/kept`);
        expect(kept.status).toBe(200);
        expect(() => readFileSync(join(folder, 'in-use', 'pid'))).not.toThrow();
        process.kill(-(child.pid ?? 0), 'SIGTERM');
        expect(await once(child, 'exit')).toEqual([0, null]);
        expect(listProcesses(folder)).toEqual([]);
        expect(() => readFileSync(join(folder, 'in-use', 'pid'))).toThrow(
          'ENOENT',
        );
      },
      BUILD,
    );
  });
});
