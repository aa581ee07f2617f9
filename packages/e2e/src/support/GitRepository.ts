import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Product } from '../startProduct';
import { sendOk } from './http';

const execute = promisify(execFile);

/** Content by path; undefined deletes a file. */
export type Files = Record<string, string | undefined>;

/** A clone, pushed from with the real client. */
export class GitRepository {
  readonly #folder: string;

  private constructor(
    readonly url: string,
    readonly owner: string,
    folder: string,
  ) {
    this.#folder = folder;
  }

  /** Creates a repository and pushes its first commit. */
  static async create(
    product: Product,
    place: { owner: string; name: string },
    files: Files,
  ): Promise<GitRepository> {
    const { git, gitUser, gitPassword } = product;
    const login = Buffer.from(`${gitUser}:${gitPassword}`).toString('base64');
    await sendOk(`${git}/api/v1/orgs/${place.owner}/repos`, {
      method: 'POST',
      headers: { authorization: `Basic ${login}` },
      body: { name: place.name },
    });
    const repository = await GitRepository.clone(product, place);
    await repository.push(files);
    return repository;
  }

  static async clone(
    product: Product,
    { owner, name }: { owner: string; name: string },
  ): Promise<GitRepository> {
    const folder = await mkdtemp(join(tmpdir(), 'meshwright-e2e-git-'));
    const url = `${product.git}/${owner}/${name}`;
    const remote = new URL(`${url}.git`);
    remote.username = product.gitUser;
    remote.password = product.gitPassword;
    const repository = new GitRepository(url, owner, folder);
    await repository.#git('clone', '--quiet', remote.href, '.');
    await repository.#git('checkout', '-q', '-B', 'main');
    await repository.#git('config', 'user.name', 'End to end');
    await repository.#git('config', 'user.email', 'e2e@meshwright.invalid');
    return repository;
  }

  /** What the catalog is told to read. */
  get descriptor(): string {
    return `${this.url}/src/branch/main/catalog-info.yaml`;
  }

  /** Commits and pushes; returns when the host has it. */
  async push(files: Files): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.#folder, path);
      if (content === undefined) {
        await rm(file, { force: true });
      } else {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content);
      }
    }
    await this.#git('add', '--all');
    await this.#git('commit', '-q', '--allow-empty', '-m', 'Change');
    await this.#git('push', '-q', 'origin', 'main');
  }

  /** Content of a file as it was cloned or pushed. */
  read(path: string): Promise<string> {
    return readFile(join(this.#folder, path), 'utf8');
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #git(...args: string[]): Promise<void> {
    await execute('git', args, {
      cwd: this.#folder,
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
    });
  }
}
