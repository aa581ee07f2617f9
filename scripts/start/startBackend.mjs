// Starts Backstage, and waits until it answers.
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { root } from '../toolchain.mjs';
import { describeTaken } from './ports.mjs';
import { nodeArgs } from './programs.mjs';
import { waitFor } from './waitFor.mjs';

/** What tells our own backend from another one at the same address. */
const MARK = 'x-meshwright-start';

/**
 * `configs` are paths, relative to the repository, and the last one decides;
 * `env` is what they ask for.
 */
export async function startBackend(context, { url, configs, env }) {
  const { children, toolchain, options, onEnd, signal } = context;
  const mark = randomUUID();
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
      APP_CONFIG_backend_health_headers: JSON.stringify({ [MARK]: mark }),
    },
    onExit: why => {
      const tail = children.tail('backend');
      const isTaken = tail.includes('EADDRINUSE');
      onEnd(
        new Error(
          isTaken
            ? describeTaken('app', options.ports.app)
            : `Backstage ${why}\n${tail}`,
        ),
      );
    },
  });
  await waitFor(() => isReady(url, mark), {
    seconds: 360,
    message: () =>
      `Backstage did not get ready within six minutes\n${children.tail(
        'backend',
      )}`,
    signal,
  });
}

/** Whether the backend of that mark is ready, and not whoever else is there. */
async function isReady(url, mark) {
  try {
    const { ok, headers } = await fetch(
      `${url}/.backstage/health/v1/readiness`,
    );
    return ok && headers.get(MARK) === mark;
  } catch {
    // Not listening yet.
    return false;
  }
}
