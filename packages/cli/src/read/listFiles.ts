import { opendir, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { isRecord } from '@meshwright/plugin-mesh-common/evaluate';
import { minimatch } from 'minimatch';
import { messageOf } from '../messageOf';
import type { Problem } from './types';

/** A file to read. */
export type FoundFile = {
  /** As people call it: relative where they called it so. */
  file: string;
  absolute: string;
  /** Folder that the file was found in, or the one that it is in. */
  root: string;
  /** True for a file that was named itself. */
  isNamed: boolean;
};

export type ListOptions = {
  cwd: string;
  /** Patterns of paths below the folder that are left out. */
  exclude?: readonly string[];
};

const EXTENSIONS = /\.(ya?ml|json|ndjson|jsonl)$/i;
const LEFT_OUT = new Set(['node_modules', '.git']);

/** The file itself, or what can hold objects in a folder and below, sorted. */
export async function* listFiles(
  path: string,
  options: ListOptions,
): AsyncGenerator<FoundFile | Problem> {
  const absolute = resolve(options.cwd, path);
  try {
    if ((await stat(absolute)).isDirectory()) {
      const root = await realpath(absolute);
      yield* walk({
        file: path,
        absolute,
        root,
        options,
        seen: new Set([root]),
      });
    } else {
      const folder = await realpath(resolve(absolute, '..'));
      yield { file: path, absolute, root: folder, isNamed: true };
    }
  } catch (error) {
    yield { file: path, message: describeError(error) };
  }
}

type Walk = {
  file: string;
  absolute: string;
  root: string;
  options: ListOptions;
  /** Real paths that were met: links may lead in circles. */
  seen: Set<string>;
};

async function* walk(folder: Walk): AsyncGenerator<FoundFile | Problem> {
  for (const name of await listNames(folder.absolute)) {
    const next = {
      ...folder,
      file: join(folder.file, name),
      absolute: join(folder.absolute, name),
    };
    if (isExcluded(next)) continue;
    try {
      yield* visit(next, name);
    } catch (error) {
      yield { file: next.file, message: describeError(error) };
    }
  }
}

async function* visit(
  entry: Walk,
  name: string,
): AsyncGenerator<FoundFile | Problem> {
  const { file, absolute, root, seen } = entry;
  const real = await realpath(absolute);
  const facts = await stat(real);
  const isWanted = facts.isDirectory() || EXTENSIONS.test(name);
  if (!isWanted || seen.has(real)) return;
  seen.add(real);
  if (real !== root && !real.startsWith(root + sep)) {
    yield { file, message: 'The link leads out of the folder; left out' };
  } else if (facts.isDirectory()) {
    yield* walk(entry);
  } else if (facts.isFile()) {
    yield { file, absolute, root, isNamed: false };
  } else {
    yield { file, message: 'It is no regular file; left out' };
  }
}

async function listNames(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of await opendir(folder)) {
    if (!LEFT_OUT.has(name)) names.push(name);
  }
  return names.sort();
}

function isExcluded({ absolute, root, options }: Walk): boolean {
  const path = relative(root, absolute).split(sep).join('/');
  return (options.exclude ?? []).some(pattern =>
    [pattern, `**/${pattern}`].some(each =>
      minimatch(path, each, { dot: true }),
    ),
  );
}

/** What went wrong with a path, in one line. */
export function describeError(error: unknown): string {
  const code = isRecord(error) ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'There is no such file or folder';
    case 'EACCES':
    case 'EPERM':
      return 'It may not be read';
    case 'ELOOP':
      return 'Its links lead in a circle';
    default:
      return messageOf(error);
  }
}
