import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

// Only ever run from source, in this repository.
// eslint-disable-next-line no-restricted-syntax
const goFolder = join(__dirname, '..', '..', 'go');

/** Our Go modules: what each of them is for is its folder's name. */
export const goModules = {
  kubernetes: join(goFolder, 'kubernetes'),
  crds: join(goFolder, 'crds'),
  kwok: join(goFolder, 'kwok'),
  toxiproxy: join(goFolder, 'toxiproxy'),
};

function listFiles(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map(name => join(folder, name))
    .flatMap(path => (statSync(path).isDirectory() ? listFiles(path) : [path]));
}

/** Changes when anything changes that is built from these modules. */
function hashModules(modules: readonly (keyof typeof goModules)[]): string {
  const hash = createHash('sha256');
  for (const file of modules.flatMap(name => listFiles(goModules[name]))) {
    hash.update(file.slice(goFolder.length)).update(readFileSync(file));
  }
  return hash
    .update(`${process.platform}-${process.arch}`)
    .digest('hex')
    .slice(0, 16);
}

function findModules(folder: string): string {
  const candidate = join(folder, 'node_modules');
  const parent = dirname(folder);
  return existsSync(join(candidate, '.bin')) || parent === folder
    ? candidate
    : findModules(parent);
}

/**
 * Where what is built from these modules is kept; outside of version control.
 */
export function cacheFolder(
  modules: readonly (keyof typeof goModules)[] = ['crds', 'kubernetes'],
): string {
  const root = join(goFolder, '..', '..');
  return join(
    findModules(root),
    '.cache',
    'meshwright-control-plane',
    hashModules(modules),
  );
}
