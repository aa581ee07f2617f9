import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isFilePath, isName } from './names';
import { Repository } from './Repository';
import { runGit } from './runGit';

const BRANCH = 'main';

/** Configuration that every repository of ours has. */
const SETTINGS = {
  'http.receivepack': 'true',
  'receive.fsckObjects': 'true',
  'receive.autogc': 'false',
  'gc.auto': '0',
  'core.hooksPath': '/dev/null',
};

/** Two people chose the same name. */
export class RepositoryExistsError extends Error {
  constructor(owner: string, name: string) {
    super(`The repository '${owner}/${name}' already exists`);
  }
}

/**
 * The bare repositories below one folder: `root/owner/name.git`.
 */
export class RepositoryStore {
  readonly #root: string;
  readonly #organizations: readonly string[];

  private constructor(root: string, organizations: readonly string[]) {
    this.#root = root;
    this.#organizations = organizations;
  }

  static async create(options: {
    root: string;
    organizations: readonly string[];
  }): Promise<RepositoryStore> {
    const wrong = options.organizations.find(name => !isName(name));
    if (wrong !== undefined) {
      throw new Error(`'${wrong}' cannot be the name of an organization`);
    }
    await mkdir(options.root, { recursive: true });
    return new RepositoryStore(options.root, options.organizations);
  }

  hasOrganization(owner: string): boolean {
    return this.#organizations.includes(owner);
  }

  /** The repository, when names are sound and it exists. */
  find(owner: string, name: string): Repository | undefined {
    if (!this.hasOrganization(owner) || !isName(name)) {
      return undefined;
    }
    const dir = this.#dir(owner, name);
    return existsSync(join(dir, 'HEAD'))
      ? new Repository({ owner, name, dir })
      : undefined;
  }

  /** Sorted by owner and name. */
  async list(): Promise<Repository[]> {
    const all = await Promise.all(
      [...this.#organizations].sort().map(async owner => {
        const dirs = await readdir(join(this.#root, owner)).catch(() => []);
        return dirs
          .filter(dir => dir.endsWith('.git'))
          .sort()
          .flatMap(dir => this.find(owner, dir.slice(0, -4)) ?? []);
      }),
    );
    return all.flat();
  }

  /** Makes a repository; with files, they are its first commit. */
  async create(options: {
    owner: string;
    name: string;
    files?: Record<string, string>;
  }): Promise<Repository> {
    const { owner, name, files = {} } = options;
    if (!this.hasOrganization(owner)) {
      throw new Error(`There is no organization '${owner}'`);
    }
    if (!isName(name)) {
      throw new Error(`'${name}' cannot be the name of a repository`);
    }
    const dir = this.#dir(owner, name);
    const folder = join(this.#root, owner);
    await mkdir(folder, { recursive: true });
    // One for each call: two people may choose the same name at once.
    const temporary = await mkdtemp(join(folder, `.${name}.`));
    try {
      await initialize(temporary, files);
      await rename(temporary, dir).catch(() => {
        throw new RepositoryExistsError(owner, name);
      });
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    return new Repository({ owner, name, dir });
  }

  #dir(owner: string, name: string): string {
    return join(this.#root, owner, `${name}.git`);
  }
}

async function initialize(dir: string, files: Record<string, string>) {
  await runGit(['init', '--bare', '--quiet', '--template=', dir]);
  await runGit(['symbolic-ref', 'HEAD', `refs/heads/${BRANCH}`], { dir });
  for (const [key, value] of Object.entries(SETTINGS)) {
    await runGit(['config', key, value], { dir });
  }
  if (Object.keys(files).length > 0) {
    const input = fastImport(files);
    await runGit(['fast-import', '--quiet'], { dir, input });
  }
}

/** One commit in the stream format of `git fast-import`. */
function fastImport(files: Record<string, string>): Buffer {
  const seconds = Math.floor(Date.now() / 1000);
  const text = (content: string) =>
    `data ${Buffer.byteLength(content)}\n${content}\n`;
  const lines = Object.entries(files).map(([path, content]) => {
    if (path === '' || !isFilePath(path)) {
      throw new Error(`'${path}' cannot be the path of a file`);
    }
    return `M 100644 inline ${path}\n${text(content)}`;
  });
  return Buffer.from(
    [
      `commit refs/heads/${BRANCH}\n`,
      `committer Sandbox <sandbox@localhost> ${seconds} +0000\n`,
      text('Initial commit'),
      ...lines,
    ].join(''),
  );
}
