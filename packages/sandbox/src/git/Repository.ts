import type { GitFile } from './GitSource';
import { isFilePath, isRef } from './names';
import { runGit } from './runGit';

const MAX_FILE = 1024 * 1024;

/** A file, folder or link in a commit. */
export type TreeEntry = {
  type: 'file' | 'dir';
  path: string;
  name: string;
  sha: string;
  size: number;
};

/** A commit, as far as people and Backstage look at it. */
export type Commit = {
  sha: string;
  author: string;
  email: string;
  date: string;
  message: string;
};

/**
 * Reads one bare repository on disk.
 */
export class Repository {
  readonly owner: string;
  readonly name: string;
  readonly dir: string;

  constructor(options: { owner: string; name: string; dir: string }) {
    this.owner = options.owner;
    this.name = options.name;
    this.dir = options.dir;
  }

  /** The branch that HEAD names, whether it has commits or not. */
  async defaultBranch(): Promise<string> {
    const head = await this.#text(['symbolic-ref', '--short', 'HEAD']);
    return head.trim();
  }

  async branches(): Promise<string[]> {
    const format = '--format=%(refname:lstrip=2)';
    const refs = await this.#text(['for-each-ref', format, 'refs/heads']);
    return refs.split('\n').filter(Boolean);
  }

  /** All refs and what they point at, as one text to compare. */
  async fingerprint(): Promise<string> {
    return this.#text(['for-each-ref', '--format=%(refname) %(objectname)']);
  }

  /** Makes the first branch the default one when the default is empty. */
  async settleDefaultBranch(): Promise<void> {
    const [branches, current] = await Promise.all([
      this.branches(),
      this.defaultBranch(),
    ]);
    const [first] = branches;
    if (first && !branches.includes(current)) {
      await runGit(['symbolic-ref', 'HEAD', `refs/heads/${first}`], this);
    }
  }

  /** Commit of a branch, tag or (full or short) id; the default branch's. */
  async resolve(ref?: string): Promise<string | undefined> {
    if (ref === undefined) {
      return this.#verify('HEAD');
    }
    if (!isRef(ref)) {
      return undefined;
    }
    const commit =
      (await this.#verify(`refs/heads/${ref}`)) ??
      (await this.#verify(`refs/tags/${ref}`));
    const isId = /^[0-9a-f]{7,40}$/.test(ref);
    return commit ?? (isId ? this.#verify(ref) : undefined);
  }

  async #verify(name: string): Promise<string | undefined> {
    const args = ['rev-parse', '--verify', '--quiet', `${name}^{commit}`];
    const text = await this.#text(args).catch(() => '');
    return text.trim() || undefined;
  }

  /** Newest first. */
  async commits(commit: string, limit: number): Promise<Commit[]> {
    const format = '--format=%H%x00%an%x00%ae%x00%cI%x00%B%x01';
    const log = await this.#text(['log', `-${limit}`, format, commit, '--']);
    return log
      .split('\x01')
      .map(entry => entry.trimStart().split('\0'))
      .filter(fields => fields.length === 5)
      .map(([sha, author, email, date, message]) => ({
        sha,
        author,
        email,
        date,
        message: message.trim(),
      }));
  }

  /** The entry at a path; undefined where there is none. */
  async entry(commit: string, path: string): Promise<TreeEntry | undefined> {
    if (!isFilePath(path)) {
      return undefined;
    }
    if (path === '') {
      return { type: 'dir', path, name: '', sha: commit, size: 0 };
    }
    const [entry] = await this.#tree([commit, '--', path]);
    return entry?.path === path ? entry : undefined;
  }

  /** What a folder holds, folders first. */
  async folder(commit: string, path: string): Promise<TreeEntry[]> {
    const below = path === '' ? [] : ['--', `${path}/`];
    const entries = await this.#tree([commit, ...below]);
    return entries.sort(
      (a, b) => a.type.localeCompare(b.type) || (a.name < b.name ? -1 : 1),
    );
  }

  async blob(sha: string): Promise<Buffer> {
    return runGit(['cat-file', 'blob', sha], this);
  }

  /** A tar archive with one top folder, as Gitea makes it. */
  async archive(commit: string): Promise<Buffer> {
    const prefix = `--prefix=${this.name}/`;
    return runGit(['archive', '--format=tar', prefix, commit], this);
  }

  /** All text files of a commit of at most a megabyte, sorted by path. */
  async files(commit: string): Promise<GitFile[]> {
    const entries = (await this.#tree(['-r', commit])).filter(
      entry => entry.type === 'file' && entry.size <= MAX_FILE,
    );
    const input = entries.map(entry => `${entry.sha}\n`).join('');
    const batch = await runGit(['cat-file', '--batch'], {
      dir: this.dir,
      input,
    });
    let offset = 0;
    const files: GitFile[] = [];
    for (const { path, size } of entries) {
      const start = batch.indexOf('\n', offset) + 1;
      const content = batch.subarray(start, start + size);
      offset = start + size + 1;
      if (!content.includes(0)) {
        files.push({ path, content: content.toString('utf8') });
      }
    }
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Regular files and folders; links and submodules are left out. */
  async #tree(args: string[]): Promise<TreeEntry[]> {
    const text = await this.#text([
      'ls-tree',
      '-z',
      '-l',
      '--full-tree',
      ...args,
    ]);
    return text.split('\0').flatMap(line => {
      const match = /^(\d+) (blob|tree) ([0-9a-f]+) +(\d+|-)\t([^]+)$/.exec(
        line,
      );
      if (!match || match[1] === '120000') {
        return [];
      }
      const [, , kind, sha, size, path] = match;
      const type = kind === 'blob' ? ('file' as const) : ('dir' as const);
      const name = path.slice(path.lastIndexOf('/') + 1);
      return [{ type, path, name, sha, size: Number(size) || 0 }];
    });
  }

  async #text(args: string[]): Promise<string> {
    return (await runGit(args, this)).toString('utf8');
  }
}
