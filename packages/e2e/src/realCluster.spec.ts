import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { findAssets, findTool } from '@meshwright/control-plane';
import { parse } from 'yaml';
import type { Product } from './startProduct';
import { sendOk } from './support/http';

type Status = {
  status: {
    workloads: {
      conditions: { type: string; status: string; reason: string }[];
    }[];
  };
};

const root = dirname(require.resolve('../../../package.json'));
const missing = [findAssets(), findTool('kwok')].find(
  found => found.state === 'missing',
);
const reason = missing?.state === 'missing' ? missing.reason : '';
// Workers would say it once more.
if (missing && process.env.TEST_WORKER_INDEX === undefined) {
  process.stdout.write(`Start on a real cluster left out: ${reason}\n`);
}

/** Asks the API server as the people do who have the kubeconfig. */
async function ask<T>(kubeconfig: string, path: string): Promise<T> {
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8'));
  const { cluster } = clusters[0];
  const { user } = users[0];
  const decode = (text: string) => Buffer.from(text, 'base64');
  const asked = get(new URL(path, cluster.server), {
    ca: decode(cluster['certificate-authority-data']),
    cert: decode(user['client-certificate-data']),
    key: decode(user['client-key-data']),
  });
  const [response] = await once(asked, 'response');
  return (await json(response)) as T;
}

/** Processes whose command line names the folder. */
function listProcesses(folder: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'args='], { encoding: 'utf8' });
  return stdout.split('\n').filter(line => line.includes(folder));
}

test.describe('on a real control plane', () => {
  test.skip(Boolean(missing), reason);
  // Of a machine that builds what is missing first.
  test.setTimeout(25 * 60_000);

  let folder: string;
  let child: ChildProcess;
  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'meshwright-real-'));
  });
  test.afterEach(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<Product> {
    const file = join(folder, 'ready.json');
    child = spawn(
      process.execPath,
      [
        ...[join(root, 'scripts/start.mjs'), '--cluster', 'real'],
        ...['--state', join(folder, 'state'), '--ready-file', file],
        ...['--port', '7317', '--sandbox-port', '7331'],
      ],
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const said: Buffer[] = [];
    child.stdout?.on('data', chunk => said.push(chunk));
    child.stderr?.on('data', chunk => said.push(chunk));
    while (!existsSync(file)) {
      expect(child.exitCode, Buffer.concat(said).toString()).toBeNull();
      await sleep(500);
    }
    return JSON.parse(readFileSync(file, 'utf8'));
  }

  test('policies are applied, nobody says they are enforced, and nothing stays behind', async () => {
    const product = await start();

    const { items } = await ask<{ items: { spec: object }[] }>(
      product.kubeconfig,
      '/apis/security.istio.io/v1/namespaces/shop-api/authorizationpolicies',
    );
    expect(JSON.stringify(items)).toContain(
      '"principals":["cluster.local/ns/shop-web/sa/web"]',
    );

    const url = `${product.backend}/api/mesh/v1/status/component/default/web`;
    const headers = { authorization: `Bearer ${product.tokens.developer}` };
    const find = async (type: string) => {
      const { status } = await sendOk<Status>(url, { headers });
      const [{ conditions }] = status.workloads;
      return conditions.find(each => each.type === type);
    };
    expect((await find('Applied'))?.status).toBe('true');
    // Pods start, and proxies may follow for a while, before it is said.
    await expect
      .poll(() => find('Enforced'), { timeout: 5 * 60_000 })
      .toMatchObject({ status: 'unknown', reason: 'NoControlPlane' });

    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(listProcesses(folder)).toEqual([]);
  });
});
