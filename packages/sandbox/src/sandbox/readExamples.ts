import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** A repository that the examples want on the Git host. */
export type ExampleRepository = {
  owner: string;
  name: string;
  /** Content by path in the repository. */
  files: Record<string, string>;
};

/** Reads `<owner>/<repository>/…` of a folder of examples. */
export function readExamples(folder: string): ExampleRepository[] {
  return listFolders(folder).flatMap(owner =>
    listFolders(join(folder, owner)).map(name => ({
      owner,
      name,
      files: readFiles(join(folder, owner, name)),
    })),
  );
}

function listFolders(folder: string): string[] {
  return readdirSync(folder)
    .filter(name => statSync(join(folder, name)).isDirectory())
    .sort();
}

function readFiles(repository: string): Record<string, string> {
  const names = readdirSync(repository, { recursive: true, encoding: 'utf8' });
  const files = names
    .map(name => join(repository, name))
    .filter(path => statSync(path).isFile())
    .sort();
  return Object.fromEntries(
    files.map(path => [
      relative(repository, path).split(sep).join('/'),
      readFileSync(path, 'utf8'),
    ]),
  );
}
