import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { evidenceFolder, plantCanaries } from './support/evidence';
import { readEverything } from './support/readEverything';

const root = dirname(require.resolve('../../../package.json'));
/** Of a machine that builds the app first, and has other things to do. */
const START_SECONDS = 900;

/**
 * Less often than people want it, for a catalog that is always behind shows
 * nothing at once: specs ask where they do not want to wait.
 */
const CATALOG = {
  APP_CONFIG_catalog_processingInterval: JSON.stringify({ seconds: 10 }),
};

/** What `npm start -- --ready-file` tells. */
export type Product = {
  app: string;
  backend: string;
  kubernetes: string;
  kubeconfig: string;
  arm: string;
  prometheus: string;
  git: string;
  gitUser: string;
  gitPassword: string;
  tokens: { developer: string; owner: string; platform: string };
};

/**
 * Starts the product as a person would, with a state of its own; returns how
 * to end it. `MESHWRIGHT_READY_FILE` names one that runs already.
 */
export default async function startProduct() {
  if (process.env.MESHWRIGHT_READY_FILE) {
    return async () => {};
  }
  const evidence = evidenceFolder();
  const folder = evidence ?? mkdtempSync(join(tmpdir(), 'meshwright-e2e-'));
  const secrets = evidence ? plantCanaries(evidence) : {};
  const readyFile = join(folder, 'ready.json');
  // Not with npm, which ends before what it started has ended.
  const child = spawn(
    process.execPath,
    [
      ...[join(root, 'scripts', 'start.mjs'), '--ready-file', readyFile],
      ...['--state', join(folder, 'state')],
      ...['--port', '7217', '--sandbox-port', '7231'],
    ],
    {
      cwd: root,
      env: { ...process.env, ...CATALOG, ...secrets },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const output: Buffer[] = [];
  child.stdout.on('data', chunk => output.push(chunk));
  child.stderr.on('data', chunk => output.push(chunk));
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
  });
  process.env.MESHWRIGHT_READY_FILE = readyFile;

  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    if (!evidence) {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const finish = async () => {
    try {
      if (evidence) {
        const product = JSON.parse(await readFile(readyFile, 'utf8'));
        await readEverything(product, evidence);
      }
    } finally {
      await stop();
    }
  };
  for (let second = 0; second < START_SECONDS; second++) {
    if (await readFile(readyFile).catch(() => undefined)) {
      return finish;
    }
    if (child.exitCode !== null) {
      break;
    }
    await sleep(1000);
  }
  const text = Buffer.concat(output).toString().split('\n').slice(-60);
  await stop();
  throw new Error(`The product did not get ready:\n${text.join('\n')}`);
}
