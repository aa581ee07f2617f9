// Starts a real control plane on this machine.
import { join } from 'node:path';
import { root } from '../toolchain.mjs';
import { nodeArgs } from './programs.mjs';

/**
 * Resolves to `{ url, proxyUrl, kubeconfig }`; `onEnd` is told when it ends by
 * itself.
 */
export function startCluster({ children, toolchain, options, log, onEnd }) {
  return new Promise((resolve, reject) => {
    let said;
    const child = children.start('cluster', toolchain.node, {
      args: [
        ...nodeArgs('packages/control-plane/src/cluster/main.ts'),
        JSON.stringify({
          folder: join(options.state, 'control-plane'),
          port: options.ports.kubernetes,
        }),
      ],
      cwd: join(root, 'packages/control-plane'),
      env: toolchain.env,
      ipc: true,
      // A signal to the group ends a build as well.
      group: true,
      onExit: why => {
        const error = new Error(
          said ?? `The cluster ${why}\n${children.tail('cluster')}`,
        );
        reject(error);
        onEnd(error);
      },
    });
    child.on('message', ({ type, ...message }) => {
      if (type === 'progress') {
        log(message.text);
      } else if (type === 'cluster-failed') {
        said = message.text;
      } else if (type === 'cluster-ready') {
        resolve(message);
      }
    });
  });
}
