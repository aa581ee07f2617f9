// How programs of this repository are run from their sources.
import { join } from 'node:path';
import { root } from '../toolchain.mjs';

/** Arguments for Node; `file` is relative to the repository. */
export function nodeArgs(file) {
  const transform = join(root, 'node_modules/@backstage/cli/config');
  return ['--require', join(transform, 'nodeTransform.cjs'), join(root, file)];
}
