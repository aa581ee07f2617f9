import { startGitOps } from '.';
import type { GitOps } from '.';
import { KubeClient } from '../client';
import type { GitFile, GitSource } from '../git';
import { startKubernetesApi } from '../kubernetes';
import type { KubernetesApi } from '../kubernetes';
import type { KubeObject } from '../kubernetes/types';

/** Repositories in memory. */
class MemoryGit implements GitSource {
  readonly #repos = new Map<string, { head: string; files: GitFile[] }>();
  readonly #listeners = new Set<(owner: string, repo: string) => void>();

  push(name: string, files: Record<string, string>): void {
    const [owner, repo] = name.split('/');
    const head = String(Math.random());
    this.#repos.set(name, {
      head,
      files: Object.entries(files).map(([path, content]) => ({
        path,
        content,
      })),
    });
    this.#listeners.forEach(listener => listener(owner, repo));
  }

  async list() {
    return [...this.#repos].map(([name, { head }]) => {
      const [owner, repo] = name.split('/');
      return { owner, repo, head };
    });
  }

  async readFiles(owner: string, repo: string) {
    return this.#repos.get(`${owner}/${repo}`)?.files ?? [];
  }

  onPush(callback: (owner: string, repo: string) => void) {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }
}

const configMap = (name: string, value: string = 'v') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: shop }\ndata: { k: ${value} }\n`;

let api: KubernetesApi;
let git: MemoryGit;
let gitOps: GitOps;
let client: KubeClient;
let lines: string[];

beforeEach(async () => {
  api = await startKubernetesApi({ port: 0 });
  client = new KubeClient(api.url, 'test');
  git = new MemoryGit();
  lines = [];
});

afterEach(async () => {
  await gitOps.stop();
  await api.stop();
});

function start(): void {
  const log = (line: string) => lines.push(line);
  gitOps = startGitOps({ kubernetesUrl: api.url, git, log });
}

function createNamespace(name: string) {
  return client.request('POST', '/api/v1/namespaces', {
    value: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
  });
}

const maps = '/api/v1/namespaces/shop/configmaps';

async function names(): Promise<string> {
  const { items } = await client.request<{ items: KubeObject[] }>('GET', maps);
  return items.map(one => one.metadata.name).join(' ');
}

async function eventually(
  read: () => Promise<unknown>,
  wanted: unknown,
): Promise<void> {
  const end = Date.now() + 4000;
  let found: unknown;
  do {
    found = await read();
    if (found === wanted) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  } while (Date.now() < end);
  expect(found).toBe(wanted);
}

it('waits for the namespace and never makes it', async () => {
  git.push('shop/web', { 'manifests/a.yaml': configMap('a') });
  start();
  await eventually(async () => lines.length > 0, true);
  expect(lines[0]).toBe(
    `shop/web: ConfigMap 'shop/a' of 'manifests/a.yaml' waits: namespaces "shop" not found`,
  );
  await createNamespace('shop');
  await eventually(names, 'a');
  const made = await client.request('GET', `${maps}/a`);
  expect(made.metadata.labels).toEqual({
    'app.kubernetes.io/managed-by': 'gitops',
  });
  expect(made.metadata.managedFields).toMatchObject([
    { manager: 'gitops', operation: 'Apply' },
  ]);
});

it('follows pushes: applies what changed, prunes what left', async () => {
  await createNamespace('shop');
  git.push('shop/web', {
    'manifests/a.yaml': configMap('a'),
    'manifests/b.yaml': configMap('b'),
    'other/c.yaml': configMap('c'),
  });
  start();
  await eventually(names, 'a b');
  git.push('shop/web', { 'manifests/b.yaml': configMap('b', 'w') });
  await eventually(names, 'b');
  const { data } = await client.request('GET', `${maps}/b`);
  expect(data).toEqual({ k: 'w' });
});

it('takes up a repository that is made later', async () => {
  await createNamespace('shop');
  start();
  git.push('shop/web', { 'manifests/a.yaml': configMap('a') });
  await eventually(names, 'a');
});

it('applies the rest when a file is bad, and prunes nothing then', async () => {
  await createNamespace('shop');
  git.push('shop/web', {
    'manifests/a.yaml': configMap('a'),
    'manifests/b.yaml': configMap('b'),
  });
  start();
  await eventually(names, 'a b');
  git.push('shop/web', {
    'manifests/a.yaml': 'kind: [',
    'manifests/c.yaml': configMap('c'),
  });
  await eventually(names, 'a b c');
  expect(lines.join('\n')).toContain(`'manifests/a.yaml' is no YAML`);
});

it('deploys workloads only', async () => {
  await createNamespace('shop');
  git.push('shop/web', {
    'manifests/n.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: { name: mine }\n---\n${configMap(
      'a',
    )}`,
    'manifests/p.yaml':
      'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: open, namespace: shop }\nspec: { rules: [{}] }\n',
  });
  start();
  await eventually(names, 'a');
  const text = lines.join('\n');
  expect(text).toContain(`holds a 'Namespace' of 'v1'`);
  expect(text).toContain(`holds a 'AuthorizationPolicy'`);
  const { items } = await client.list({
    base: '/apis/security.istio.io/v1',
    plural: 'authorizationpolicies',
  });
  expect(items).toEqual([]);
});

it('does not take an object from another repository', async () => {
  await createNamespace('shop');
  git.push('shop/web', { 'manifests/a.yaml': configMap('a') });
  start();
  await eventually(names, 'a');
  git.push('evil/web', { 'manifests/a.yaml': configMap('a', 'evil') });
  await eventually(async () => lines.length > 0, true);
  expect(lines[0]).toContain(`belongs to repository 'shop/web'`);
  const { data } = await client.request('GET', `${maps}/a`);
  expect(data).toEqual({ k: 'v' });
});

it('shares what somebody else manages, and only lets go of it', async () => {
  await createNamespace('shop');
  await client.apply(`${maps}/a`, 'other', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'a',
      labels: { 'app.kubernetes.io/managed-by': 'other' },
    },
  });
  git.push('shop/web', { 'manifests/a.yaml': configMap('a') });
  start();
  const value = async () =>
    JSON.stringify((await client.request('GET', `${maps}/a`)).data);
  await eventually(value, '{"k":"v"}');
  git.push('shop/web', {});
  await eventually(value, undefined);
  const left = await client.request('GET', `${maps}/a`);
  expect(left.metadata.labels).toEqual({
    'app.kubernetes.io/managed-by': 'other',
  });
});

it('tries again when the API refuses', async () => {
  await createNamespace('shop');
  api.faults.set({ match: { verb: 'patch' }, status: 429, times: 2 });
  git.push('shop/web', { 'manifests/a.yaml': configMap('a') });
  start();
  await eventually(names, 'a');
});
