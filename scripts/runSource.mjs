// Runs a program of this repository from its source, with the toolchain that
// it needs. Standard output belongs to the program; this writes to the other.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, ensureToolchain, root } from './toolchain.mjs';

function log(text) {
  process.stderr.write(`${text}\n`);
}

async function start(main) {
  const toolchain = await ensureToolchain(log);
  await ensureInstalled(toolchain, log);
  const transform = 'node_modules/@backstage/cli/config/nodeTransform.cjs';
  return spawn(
    toolchain.node,
    [
      ...['--require', join(root, transform)],
      join(root, main),
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
}

/** Ends as the program ends; with 3 when it could not be run. */
export function runSource(name, main) {
  const fail = error => {
    log(`${name}: ${error.message}`);
    process.exitCode = 3;
  };
  start(main).then(child => {
    child.on('error', fail);
    child.on('exit', (code, signal) => {
      process.exitCode = signal ? 3 : code;
    });
  }, fail);
}
