import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findAssets, findGoProblem } from './assets/findAssets';
import { describeOnControlPlane } from './describeOnControlPlane';
import { withLock } from './assets/withLock';
import { Guardian } from './server/Guardian';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(check: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!check()) {
    expect(Date.now()).toBeLessThan(end);
    await sleep(20);
  }
}

function sleeper() {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  return { child, pid: Number(child.pid) };
}

describe('a guardian', () => {
  it('ends what it watches and removes the folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guarded-'));
    const guardian = new Guardian(folder);
    const { child, pid } = sleeper();
    const ended = once(child, 'exit');
    guardian.watch(pid);

    await guardian.finish();
    await ended;

    expect(existsSync(folder)).toBe(false);
  });

  it('does so too when its owner is killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'guarded-'));
    const { child, pid } = sleeper();
    const ended = once(child, 'exit');
    // What `Guardian` holds of its shell is the end of a pipe; a process that
    // dies lets go of it.
    const owner = spawn(
      process.execPath,
      [
        ...[
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        ],
        '-e',
        `const { Guardian } = require(${JSON.stringify(
          join(__dirname, 'server', 'Guardian.ts'),
        )});
        new Guardian(process.argv[1]).watch(Number(process.argv[2]));
        process.stdout.write('ready');
        setInterval(() => {}, 1000);`,
        folder,
        String(pid),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(owner.stdout, 'data');
    expect(existsSync(folder)).toBe(true);

    owner.kill('SIGKILL');
    await ended;

    await until(() => !existsSync(folder));
    expect(isAlive(pid)).toBe(false);
  }, 30_000);
});

describe('a lock', () => {
  it('lets one work after the other, and passes over the dead', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lock-'));
    const file = join(folder, 'lock');
    const seen: string[] = [];
    const work = (name: string) =>
      withLock(file, async () => {
        seen.push(`${name} starts`);
        await sleep(20);
        seen.push(`${name} ends`);
      });

    await Promise.all([work('a'), work('b')]);

    const [first, second] = [seen[0][0], seen[2][0]];
    expect(seen).toEqual([
      `${first} starts`,
      `${first} ends`,
      `${second} starts`,
      `${second} ends`,
    ]);
    rmSync(folder, { recursive: true });
  });
});

describe('findAssets', () => {
  const { PATH, KUBEBUILDER_ASSETS } = process.env;
  const restore = (name: string, value: string | undefined) => {
    if (value === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  };
  afterEach(() => {
    restore('PATH', PATH);
    restore('KUBEBUILDER_ASSETS', KUBEBUILDER_ASSETS);
  });

  it('says what is wrong with KUBEBUILDER_ASSETS', () => {
    process.env.KUBEBUILDER_ASSETS = '/nowhere';

    expect(findAssets()).toEqual({
      state: 'missing',
      reason:
        "KUBEBUILDER_ASSETS names '/nowhere', which has no etcd and kube-apiserver",
    });
  });

  it('never says less than a sentence where there is no Go', () => {
    delete process.env.KUBEBUILDER_ASSETS;
    process.env.PATH = '/nowhere';

    const found = findAssets();

    // What was built before needs no Go.
    expect(['ready', 'missing']).toContain(found.state);
    const said = found.state === 'missing' ? found.reason : findGoProblem();
    expect(said).toMatch(/^there is no Go here/);
  });
});

describeOnControlPlane('a control plane', server => {
  it('serves Istio and the Gateway API', async () => {
    const answer = await fetch(`${server().proxyUrl}/apis`);
    const { groups } = await answer.json();

    expect(groups.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining([
        'gateway.networking.k8s.io',
        'networking.istio.io',
        'security.istio.io',
        'telemetry.istio.io',
      ]),
    );
  });

  it('writes down who asked for what', async () => {
    const path = '/api/v1/namespaces/default/configmaps/never-made';
    await fetch(server().proxyUrl + path);

    const events = server()
      .readAudit()
      .filter(({ requestURI }) => requestURI === path);

    expect(events).toMatchObject([
      {
        verb: 'get',
        user: { username: 'admin' },
        responseStatus: { code: 404 },
      },
    ]);
  });

  it.each(['etcd', 'apiServer'] as const)(
    'keeps what it stored when %s is killed',
    async name => {
      const news = server().followAudit();
      news();
      const path = `${server().proxyUrl}/api/v1/namespaces/default/configmaps`;
      const created = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ metadata: { name: name.toLowerCase() } }),
      });

      await server().kill(name);
      await server().restart(name);

      let found = await fetch(`${path}/${name.toLowerCase()}`);
      while (!found.ok) {
        found = await fetch(`${path}/${name.toLowerCase()}`);
      }
      const { metadata } = await created.json();
      expect(await found.json()).toMatchObject({ metadata });
      expect(news().map(({ verb }) => verb)).toEqual(
        expect.arrayContaining(['create', 'get']),
      );
    },
    120_000,
  );

  it('lets nobody in without a certificate', async () => {
    // Its authority is its own: a client that does not know it refuses.
    await expect(fetch(`${server().url}/api`)).rejects.toThrow(/fetch failed/);
  });
});
