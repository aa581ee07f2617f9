import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isRecord } from '@meshwright/plugin-mesh-common/evaluate';
import { messageOf } from '../messageOf';
import type { Suite } from './types';

/** A file to run; `problem` when already its path is none. */
export type CaseFile = { file: string; absolute: string; problem?: string };

/** The file itself, or the JSON files of a folder and those below it. */
export function listCaseFiles(path: string, cwd: string): CaseFile[] {
  const absolute = resolve(cwd, path);
  try {
    if (!statSync(absolute).isDirectory()) return [{ file: path, absolute }];
    const found = readdirSync(absolute, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.json'))
      .sort()
      .map(name => ({ file: join(path, name), absolute: join(absolute, name) }))
      .filter(({ absolute: file }) => statSync(file).isFile());
    return found.length > 0
      ? found
      : [{ file: path, absolute, problem: 'The folder has no JSON files' }];
  } catch (error) {
    return [{ file: path, absolute, problem: explain(error) }];
  }
}

/** The cases of a file; a text says why there are none. */
export function readSuite(absolute: string): Suite | string {
  let file: unknown;
  try {
    file = JSON.parse(readFileSync(absolute, 'utf8'));
  } catch (error) {
    return explain(error);
  }
  if (!isRecord(file) || typeof file.suite !== 'string') {
    return 'This is no file of cases: it names no suite';
  }
  if (!Array.isArray(file.cases)) {
    return `Suite ${file.suite} has no list of cases`;
  }
  return { suite: file.suite, file, cases: file.cases };
}

function explain(error: unknown): string {
  if (error instanceof SyntaxError) return `It is no JSON: ${error.message}`;
  const code = isRecord(error) ? error.code : undefined;
  if (code === 'ENOENT') return 'There is no such file or folder';
  return messageOf(error);
}
