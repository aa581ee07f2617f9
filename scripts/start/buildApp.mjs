// Builds the browser's part when its sources changed since the last time.
import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { run } from '../run.mjs';
import { root } from '../toolchain.mjs';

const sources = [
  'packages/app/src',
  'packages/app/public',
  'packages/app/package.json',
  'plugins/app-module-sandbox/src',
  'plugins/mesh/src',
  'plugins/mesh/package.json',
  'plugins/mesh-common/src',
  'app-config.yaml',
  'yarn.lock',
];

function addFiles(path, hash) {
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) {
      addFiles(join(path, name), hash);
    }
  } else if (!/\.test\.tsx?$/.test(path)) {
    hash.update(path.slice(root.length)).update(readFileSync(path));
  }
}

function hashSources() {
  const hash = createHash('sha256');
  for (const source of sources) {
    addFiles(join(root, source), hash);
  }
  return hash.digest('hex');
}

/** Nothing to do when the last build was made of the same sources. */
export async function buildApp(toolchain, log) {
  const stamp = join(root, 'packages', 'app', 'dist', '.sources');
  const hash = hashSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) {
    return;
  }
  log('Building the app');
  const cli = join(root, 'node_modules', '.bin', 'backstage-cli');
  await run(
    toolchain.node,
    [cli, 'package', 'build', '--config', '../../app-config.yaml'],
    {
      cwd: join(root, 'packages', 'app'),
      env: toolchain.env,
      what: 'Building the app',
    },
  );
  writeFileSync(stamp, hash);
}
