// Starts Backstage, and waits until it answers.
import { join, resolve } from 'node:path';
import { root } from '../toolchain.mjs';
import { nodeArgs } from './programs.mjs';
import { getJson, waitFor } from './waitFor.mjs';

/**
 * `configs` are paths, relative to the repository, and the last one decides;
 * `env` is what they ask for.
 */
export async function startBackend(context, { url, configs, env }) {
  const { children, toolchain, options, onEnd, signal } = context;
  children.start('backend', toolchain.node, {
    args: [
      ...nodeArgs('packages/backend/src/index.ts'),
      ...configs.flatMap(file => ['--config', resolve(root, file)]),
    ],
    cwd: join(root, 'packages/backend'),
    env: {
      ...toolchain.env,
      // As installed: no stack traces in answers.
      NODE_ENV: 'production',
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
      MESHWRIGHT_APP_URL: url,
      MESHWRIGHT_APP_PORT: String(options.ports.app),
      MESHWRIGHT_DATABASE_DIR: join(options.state, 'database'),
      ...env,
    },
    onExit: why =>
      onEnd(new Error(`Backstage ${why}\n${children.tail('backend')}`)),
  });
  await waitFor(() => getJson(`${url}/.backstage/health/v1/readiness`), {
    seconds: 360,
    message: () =>
      `Backstage did not get ready within six minutes\n${children.tail(
        'backend',
      )}`,
    signal,
  });
}
