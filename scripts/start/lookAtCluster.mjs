// Has the product look at a cluster, as a process of its own.
import { join } from 'node:path';
import { root } from '../toolchain.mjs';
import { nodeArgs } from './programs.mjs';

const LONGEST_MS = 180_000;

/** Resolves to what is there; rejects with a sentence for a person. */
export function lookAtCluster({ children, toolchain, options }) {
  return new Promise((resolve, reject) => {
    const child = children.start('preflight', toolchain.node, {
      args: [
        ...nodeArgs('plugins/mesh-backend/src/preflight/main.ts'),
        JSON.stringify(options.own),
      ],
      cwd: join(root, 'plugins/mesh-backend'),
      env: { ...toolchain.env, NODE_ENV: 'production' },
      ipc: true,
      onExit: why =>
        reject(
          new Error(
            `Looking at the cluster ${why}\n${children.tail('preflight')}`,
          ),
        ),
    });
    const timer = setTimeout(() => {
      reject(
        new Error(
          `Looking at the cluster took more than three minutes and was given up; nothing was written to it`,
        ),
      );
      child.kill();
    }, LONGEST_MS);
    child.once('exit', () => clearTimeout(timer));
    child.on('message', ({ type, text, ...found }) => {
      // What loads the sources has messages of its own.
      if (type === 'found') {
        resolve(found);
      } else if (type === 'refused') {
        reject(new Error(text));
      }
    });
  });
}
