import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, posix } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';

/** Writes files below a folder of the workspace; returns their paths in it. */
export async function writeFiles(
  files: ReadonlyArray<{ path: string; content: string }>,
  options: { workspacePath: string; folder: string },
): Promise<string[]> {
  const { workspacePath, folder } = options;
  const root = resolveSafeChildPath(workspacePath, folder);
  const targets = files.map(({ path, content }) => ({
    content,
    // All are checked before the first is written.
    target: resolveSafeChildPath(root, path),
    path: posix.join(folder, path),
  }));
  for (const { target, content } of targets) {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  return targets.map(({ path }) => path);
}
