// Builds the programs of a real Kubernetes API while other checks run.
import { join } from 'node:path';
import { run } from '../run.mjs';
import { root } from '../toolchain.mjs';

/**
 * Resolves to nothing when tests can have a control plane, or to why not:
 * then they leave out what needs one, or build again and fail.
 */
export async function buildControlPlane(toolchain) {
  try {
    await run(
      toolchain.node,
      [
        '--require',
        join(root, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
        join(root, 'packages', 'control-plane', 'src', 'main.ts'),
      ],
      { cwd: root, env: toolchain.env, what: 'Building the control plane' },
    );
    return undefined;
  } catch (error) {
    return error.message;
  }
}
