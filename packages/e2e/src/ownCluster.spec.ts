import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import {
  type ControlPlane,
  findAssets,
  startControlPlane,
} from '@meshwright/control-plane';
import { sendOk } from './support/http';

type Ready = { app: string; cluster: string; tokens: { platform: string } };
type List = { items: { metadata: { name: string }; spec: object }[] };

const root = dirname(require.resolve('../../../package.json'));
const found = findAssets();
const reason = found.state === 'missing' ? found.reason : '';
// Workers would say it once more.
if (reason && process.env.TEST_WORKER_INDEX === undefined) {
  process.stdout.write(`Start on somebody's cluster left out: ${reason}\n`);
}

const service = (name: string, needs: string[]) => `
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${name}
spec:
  type: service
  lifecycle: production
  owner: group:default/shop
  dependsOn: ${JSON.stringify(needs)}
  mesh:
    cluster: control-plane
    namespace: shop
    ports:
      - { name: http, port: 80, protocol: http }
`;

const catalog = `
apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: shop
spec:
  type: team
  children: []
---${service('web', ['component:default/api'])}---${service('api', [])}`;

/** A mesh as far as an API server shows it, with a namespace in use. */
async function furnish({ proxyUrl }: ControlPlane): Promise<void> {
  const send = (method: string, path: string, body: object) =>
    sendOk(proxyUrl + path, {
      method,
      body,
      ...(method === 'PATCH' && { type: 'application/merge-patch+json' }),
    });
  for (const name of ['istio-system', 'shop']) {
    await send('POST', '/api/v1/namespaces', { metadata: { name } });
  }
  const deployments = '/apis/apps/v1/namespaces/istio-system/deployments';
  const labels = { app: 'istiod' };
  const image = 'docker.io/istio/pilot:1.29.2';
  await send('POST', deployments, {
    metadata: { name: 'istiod', labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'discovery', image }] },
      },
    },
  });
  await send('PATCH', `${deployments}/istiod/status`, {
    status: { replicas: 1, readyReplicas: 1, availableReplicas: 1 },
  });
}

test.describe("on somebody's cluster", () => {
  test.skip(reason !== '', reason);
  // Of a machine that builds what is missing first.
  test.setTimeout(25 * 60_000);

  let folder: string;
  let server: ControlPlane;
  let child: ChildProcess | undefined;
  test.beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'meshwright-own-'));
    server = await startControlPlane();
    await furnish(server);
    const identity = { user: 'me', groups: ['system:masters'] };
    writeFileSync(
      join(folder, 'kubeconfig'),
      await server.kubeconfigFor(identity),
      { mode: 0o600 },
    );
    writeFileSync(join(folder, 'catalog-info.yaml'), catalog);
  });
  test.afterEach(async () => {
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What it did that the API server stores. */
  const listWrites = () =>
    server
      .readAudit()
      .filter(
        ({ user, stage }) =>
          user.username === 'me' && stage === 'ResponseComplete',
      )
      .filter(({ verb }) => !['get', 'list', 'watch'].includes(verb))
      .filter(({ objectRef }) => !objectRef?.resource.startsWith('selfsubject'))
      .map(
        ({ verb, objectRef }) =>
          `${verb} ${objectRef?.resource} ${objectRef?.namespace}/${objectRef?.name}`,
      );

  function start() {
    const started = spawn(
      process.execPath,
      [
        ...[join(root, 'scripts/start.mjs'), '--kubeconfig', 'kubeconfig'],
        ...['--catalog', 'catalog-info.yaml', '--instance', 'mine'],
        ...['--state', 'state', '--ready-file', 'ready.json'],
        ...['--port', '7417'],
      ],
      // Paths are meant from where a person is.
      { cwd: root, env: { ...process.env, INIT_CWD: folder } },
    );
    child = started;
    let said = '';
    started.stdout.on('data', chunk => (said += chunk));
    started.stderr.on('data', chunk => (said += chunk));
    return {
      said: () => said,
      async answer(text: string): Promise<void> {
        await expect
          .poll(() => said, { timeout: 15 * 60_000 })
          .toContain('Go on?');
        started.stdin.end(text);
      },
      ended: once(started, 'exit'),
      async ready(): Promise<Ready> {
        const file = join(folder, 'ready.json');
        while (!existsSync(file)) {
          expect(started.exitCode, said).toBeNull();
          await sleep(500);
        }
        return JSON.parse(readFileSync(file, 'utf8'));
      },
    };
  }

  test('nothing is written before a yes, then who manages it, then what is adopted', async () => {
    const refused = start();
    await refused.answer('no\n');
    expect(await refused.ended).toEqual([1, null]);
    expect(refused.said()).toMatch(
      /Managed by +nobody\n.*Adopted +no namespace\n[^]*the ConfigMap 'meshwright-instance' in the namespace 'istio-system'[^]*nothing was written to the cluster/,
    );
    expect(listWrites()).toEqual([]);

    const accepted = start();
    await accepted.answer('yes\n');
    const { app, cluster, tokens } = await accepted.ready();
    const claim = 'create configmaps istio-system/meshwright-instance';
    expect(listWrites()).toEqual([claim]);

    const tell = (path: string, body: object) =>
      sendOk(`${app}/api/mesh/v1/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokens.platform}` },
        body: { cluster, namespace: 'shop', reason: 'Trying it out', ...body },
      });
    await tell('bindings', { owner: 'group:default/shop' });
    await tell(`clusters/${cluster}/reconcile`, {});
    expect(listWrites()).toEqual([claim]);

    await tell('namespaces/adopt', { stage: 'enforce', step: 'authorization' });
    await expect
      .poll(
        async () => {
          const { items } = await sendOk<List>(
            `${server.proxyUrl}/apis/security.istio.io/v1/namespaces/shop/authorizationpolicies`,
          );
          return JSON.stringify(items.map(({ spec }) => spec));
        },
        { timeout: 120_000 },
      )
      .toContain('cluster.local/ns/shop/sa/web');
    const places = listWrites().map(write => write.split(' ')[2].split('/')[0]);
    expect([...new Set(places)].sort()).toEqual(['istio-system', 'shop']);

    child?.kill('SIGTERM');
    expect(await accepted.ended).toEqual([0, null]);
  });
});
