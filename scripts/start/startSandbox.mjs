// Starts the sandbox: Azure, Prometheus, the Git host, and a cluster unless
// one is given.
import { join } from 'node:path';
import { root } from '../toolchain.mjs';
import { nodeArgs } from './programs.mjs';

/** Resolves to its addresses; `onEnd` is told when it ends by itself. */
export function startSandbox(context, { cluster, examples } = {}) {
  const { children, toolchain, options, onEnd } = context;
  const { ports, state } = options;
  return new Promise((resolve, reject) => {
    const child = children.start('sandbox', toolchain.node, {
      args: [
        ...nodeArgs('packages/sandbox/src/main.ts'),
        JSON.stringify({
          ...{ ports, state, cluster },
          examples: examples ?? join(root, 'examples'),
        }),
      ],
      cwd: join(root, 'packages/sandbox'),
      env: toolchain.env,
      ipc: true,
      onExit: why => {
        const error = new Error(
          `The sandbox ${why}\n${children.tail('sandbox')}`,
        );
        reject(error);
        onEnd(error);
      },
    });
    // Other messages are the loader's, for whoever watches files.
    child.on('message', ({ type, addresses }) => {
      if (type === 'sandbox-ready') {
        resolve(addresses);
      }
    });
  });
}
