import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GiteaUrlReader } from '@backstage/backend-defaults/urlReader';
import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';
import { gitEnvironment } from './runGit';
import { type GitHost, startGitHost } from './startGitHost';

jest.setTimeout(60_000);

const run = promisify(execFile);
const files = {
  'catalog-info.yaml': 'kind: Component\n',
  'k8s/deployment.yaml': 'kind: Deployment\n',
};

describe('startGitHost', () => {
  let dir: string;
  let host: GitHost;
  let pushes: string[];

  const login = { user: 'sandbox', password: 'p:ss/word' };
  const basic = (password = login.password) =>
    `basic ${Buffer.from(`${login.user}:${password}`).toString('base64')}`;

  /** Runs git as a person would. */
  async function git(...args: string[]) {
    const identity = ['-c', 'user.name=Dana', '-c', 'user.email=dana@x.test'];
    const env = gitEnvironment();
    return run('git', [...identity, ...args], { cwd: dir, env });
  }

  const remote = (repo: string, password = login.password) => {
    const user = `${login.user}:${encodeURIComponent(password)}@`;
    return `${host.url.replace('//', `//${user}`)}/shop/${repo}.git`;
  };

  /** Sends a path as it is, without the tidying of fetch. */
  async function rawStatus(path: string, headers: Record<string, string> = {}) {
    return new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port } = new URL(host.url);
      const options = { hostname, port, path, headers };
      request(options, res => {
        res.resume();
        resolve(res.statusCode);
      })
        .on('error', reject)
        .end();
    });
  }

  async function until(check: () => Promise<boolean>) {
    const end = Date.now() + 30_000;
    while (!(await check())) {
      if (Date.now() > end) throw new Error('Waited in vain');
    }
  }

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'git-host-'));
    host = await startGitHost({
      port: 0,
      root: join(dir, 'root'),
      organizations: ['shop', 'retail'],
      ...login,
    });
    pushes = [];
    host.source.onPush((owner, repo) => pushes.push(`${owner}/${repo}`));
  });

  afterEach(async () => {
    await host.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('makes a repository with files that people can clone without a login', async () => {
    await host.createRepository('shop', 'web', files);

    await git('clone', '--quiet', `${host.url}/shop/web.git`, 'clone');

    const manifest = join(dir, 'clone', 'k8s', 'deployment.yaml');
    expect(await readFile(manifest, 'utf8')).toBe('kind: Deployment\n');
    expect(pushes).toEqual(['shop/web']);
    expect(host.hasRepository('shop', 'web')).toBe(true);
    await expect(host.createRepository('shop', 'web', files)).rejects.toThrow(
      "'shop/web' already exists",
    );
  });

  it('accepts pushes with the login and tells who listens', async () => {
    await host.createRepository('shop', 'web', files);
    await git('clone', '--quiet', remote('web'), 'clone');
    const [before] = await host.source.list();
    pushes = [];

    const large = 'x'.repeat(3_000_000);
    await writeFile(join(dir, 'clone', 'new.txt'), 'new\n');
    await writeFile(join(dir, 'clone', 'large.txt'), large);
    await git('-C', 'clone', 'add', '.');
    await git('-C', 'clone', 'commit', '--quiet', '-m', 'Add a file');
    await git('-C', 'clone', 'push', '--quiet');

    const [after] = await host.source.list();
    expect(pushes).toEqual(['shop/web']);
    expect(after.head).not.toBe(before.head);
    const paths = (await host.source.readFiles('shop', 'web', after.head)).map(
      file => file.path,
    );
    // Files of more than a megabyte are nobody's manifests.
    expect(paths).toEqual([
      'catalog-info.yaml',
      'k8s/deployment.yaml',
      'new.txt',
    ]);
    expect(await host.source.readFiles('shop', 'web', before.head)).toEqual([
      { path: 'catalog-info.yaml', content: 'kind: Component\n' },
      { path: 'k8s/deployment.yaml', content: 'kind: Deployment\n' },
    ]);
  });

  it('leaves no git behind when a push breaks off', async () => {
    await host.createRepository('shop', 'web', files);
    const isAtWork = async () => {
      const { stdout } = await run('ps', ['-eo', 'args=', 'e']);
      return stdout
        .split('\n')
        .some(line => line.includes('http-backend') && line.includes(dir));
    };
    const push = request(`${host.url}/shop/web.git/git-receive-pack`, {
      method: 'POST',
      headers: {
        authorization: basic(),
        'content-type': 'application/x-git-receive-pack-request',
        'content-length': '100000',
      },
    });
    push.on('error', () => undefined);
    // The beginning of a line of 256 characters: git waits for the rest.
    push.write(`0100${'a'.repeat(50)}`);
    await until(isAtWork);

    push.destroy();

    await until(async () => !(await isAtWork()));
    expect(await host.source.list()).toHaveLength(1);
  });

  it('refuses pushes without the right password', async () => {
    await host.createRepository('shop', 'web', files);
    await git('clone', '--quiet', remote('web', 'wrong'), 'clone');
    const [before] = await host.source.list();
    await git('-C', 'clone', 'commit', '--quiet', '--allow-empty', '-m', 'x');

    await expect(git('-C', 'clone', 'push')).rejects.toThrow(
      /Authentication failed/,
    );
    expect(await host.source.list()).toEqual([before]);
    const service = 'info/refs?service=git-receive-pack';
    const answer = await fetch(`${host.url}/shop/web.git/${service}`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic/);
  });

  it('creates repositories as templates ask, and makes the first branch the default', async () => {
    const authorization = basic();
    const create = (owner: string, name: unknown) =>
      fetch(`${host.url}/api/v1/orgs/${owner}/repos`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ name, description: '', private: false }),
      });

    expect((await fetch(`${host.url}/api/v1/orgs/shop`)).status).toBe(200);
    expect((await fetch(`${host.url}/api/v1/orgs/nobody`)).status).toBe(404);
    const atOnce = await Promise.all([
      create('shop', 'new'),
      create('shop', 'new'),
    ]);
    expect(atOnce.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await create('shop', 'new')).status).toBe(409);
    expect((await create('nobody', 'new')).status).toBe(404);
    expect((await create('shop', '../x')).status).toBe(422);
    expect((await create('shop', { a: 1 })).status).toBe(422);
    expect(await host.source.list()).toEqual([]);
    const page = `${host.url}/shop/new/src/branch/trunk/`;
    expect((await fetch(page)).status).toBe(404);

    await git('init', '--quiet', '-b', 'trunk', 'work');
    await git('-C', 'work', 'commit', '--quiet', '--allow-empty', '-m', 'x');
    await git('-C', 'work', 'push', '--quiet', remote('new'), 'trunk');

    expect((await fetch(page)).status).toBe(200);
    expect(await host.source.list()).toEqual([
      { owner: 'shop', repo: 'new', head: expect.stringMatching(/^\w{40}$/) },
    ]);
    expect(pushes).toEqual(['shop/new']);
  });

  it('lets nobody create repositories without the login', async () => {
    const create = (headers: Record<string, string>) =>
      fetch(`${host.url}/api/v1/orgs/shop/repos`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ name: 'new' }),
      });

    expect((await create({})).status).toBe(401);
    expect((await create({ authorization: basic('no') })).status).toBe(401);
    expect(host.hasRepository('shop', 'new')).toBe(false);
    const authorization = `token ${login.password}`;
    expect((await create({ authorization })).status).toBe(201);
  });

  it("answers Backstage's own reader", async () => {
    await host.createRepository('shop', 'web', files);
    const integration = {
      host: new URL(host.url).host,
      baseUrl: host.url,
      username: login.user,
      password: login.password,
    };
    const config = mockServices.rootConfig({
      data: { integrations: { gitea: [integration] } },
    });
    const logger = mockServices.logger.mock();
    const factories = [GiteaUrlReader.factory];
    const reader = UrlReaders.create({ config, logger, factories });
    const base = `${host.url}/shop/web/src/branch/main`;

    const file = await reader.readUrl(`${base}/catalog-info.yaml`);
    expect((await file.buffer()).toString()).toBe('kind: Component\n');
    expect(file.etag).toMatch(/^(W\/)?"\w{40}"$/);
    const missing = reader.readUrl(`${base}/missing.yaml`);
    await expect(missing).rejects.toMatchObject({ name: 'NotFoundError' });
    const tree = await reader.readTree(`${base}/k8s`);
    const [manifest, ...others] = await tree.files();
    expect(manifest.path).toBe('deployment.yaml');
    expect((await manifest.content()).toString()).toBe('kind: Deployment\n');
    expect(others).toEqual([]);
    const again = reader.readTree(`${base}/k8s`, { etag: tree.etag });
    await expect(again).rejects.toMatchObject({ name: 'NotModifiedError' });
  });

  it('shows pages in which nothing of a repository is HTML', async () => {
    const evil = '<script>alert(1)</script>';
    await host.createRepository('shop', 'web', { '<b>.md': evil });
    const read = async (path: string) =>
      (await fetch(`${host.url}${path}`)).text();

    expect(await read('/')).toContain('<a href="/shop/web">shop/web</a>');
    const folder = await read('/shop/web');
    expect(folder).toContain('&lt;b&gt;.md');
    expect(folder).not.toContain('<b>');
    const file = await read('/shop/web/src/branch/main/%3Cb%3E.md');
    expect(file).toContain('<pre>&lt;script&gt;');
    expect(file).not.toContain('<script>');
  });

  it.each([
    '/shop/../../etc/passwd',
    '/..%2f..%2fetc/passwd.git/info/refs?service=git-upload-pack',
    '/shop/..%2fretail%2fx.git/info/refs?service=git-upload-pack',
    '/shop/web.git/objects/info/packs',
    '/shop/web.git/config',
    '/api/v1/repos/shop/web/contents/..%2f..%2fHEAD',
    '/api/v1/repos/shop/web/contents/k8s/../../HEAD',
    '/api/v1/repos/shop/web/git/commits/--help',
    '/api/v1/repos/shop/web/archive/--output=x.tar.gz',
    '/shop/web/src/branch/main/..%2f..%2fconfig',
  ])('has nothing to say about %s', async path => {
    await host.createRepository('shop', 'web', files);

    expect(await rawStatus(path)).toBe(404);
  });

  it('refuses web pages of other sites', async () => {
    const Origin = 'http://evil.test';
    expect(await rawStatus('/', { Origin })).toBe(403);
    expect(await rawStatus('/', { Host: 'evil.test' })).toBe(403);
  });

  it('says which port is in use', async () => {
    const port = Number(new URL(host.url).port);
    const options = { port, root: dir, organizations: [], ...login };

    await expect(startGitHost(options)).rejects.toThrow(
      `Port ${port} for Git is in use`,
    );
  });
});
