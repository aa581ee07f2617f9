import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readOwner(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    // Nobody's, or left by somebody who did not come to write it.
    return 0;
  }
}

/**
 * Marks the folder of a cluster as in use, by a folder inside of it which
 * this returns; removing that is letting go. The mark of a process that is
 * gone counts for nothing. Throws an Error with a sentence when another
 * process uses it.
 */
export function claimFolder(folder: string): string {
  const mark = join(folder, 'in-use');
  const file = join(mark, 'pid');
  const owner = readOwner(file);
  if (owner > 0 && owner !== process.pid && isAlive(owner)) {
    throw new Error(
      `The cluster in '${folder}' is in use by process ${owner}; stop that one, or choose another folder with --state`,
    );
  }
  rmSync(mark, { recursive: true, force: true });
  mkdirSync(mark, { recursive: true });
  writeFileSync(file, String(process.pid));
  return mark;
}
