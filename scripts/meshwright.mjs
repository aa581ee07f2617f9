// `npm run -s meshwright -- COMMAND …`: the command line, from its source.
// Standard output belongs to the command; this file writes to the other one.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, ensureToolchain, root } from './toolchain.mjs';

function log(text) {
  process.stderr.write(`${text}\n`);
}

async function main() {
  const toolchain = await ensureToolchain(log);
  await ensureInstalled(toolchain, log);
  const transform = 'node_modules/@backstage/cli/config/nodeTransform.cjs';
  const child = spawn(
    toolchain.node,
    [
      ...['--require', join(root, transform)],
      join(root, 'packages/cli/src/main.ts'),
      ...process.argv.slice(2),
    ],
    {
      // Paths are relative to where the command was called.
      cwd: process.env.INIT_CWD ?? process.cwd(),
      env: {
        // Compiled code is kept: most of a short run is loading.
        NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/meshwright'),
        ...toolchain.env,
      },
      stdio: 'inherit',
    },
  );
  child.on('error', fail);
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 3 : code;
  });
}

function fail(error) {
  log(`meshwright: ${error.message}`);
  process.exitCode = 3;
}

main().catch(fail);
