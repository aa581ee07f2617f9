// What `npm test` does, step by step. Each step gives counts.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from '../start/buildApp.mjs';
import { root } from '../toolchain.mjs';

const results = join(root, 'node_modules', '.cache', 'meshwright-test');

/** What the product left when it ran in a browser. */
const evidence = join(results, 'evidence');

/** Resolves to the exit code; `output` is where it prints. */
function execute(toolchain, args, { cwd = root, env = {}, output }) {
  const stream = output.isKept ? 'pipe' : 'inherit';
  return new Promise((resolve, reject) => {
    const child = spawn(toolchain.node, args, {
      cwd,
      env: { ...toolchain.env, CI: 'true', ...env },
      stdio: ['ignore', stream, stream],
    });
    child.stdout?.on('data', output.write);
    child.stderr?.on('data', output.write);
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.once(signal, () => child.kill(signal));
    }
    child.once('error', reject);
    child.once('close', code => resolve(code ?? 1));
  });
}

const bin = name => join(root, 'node_modules', '.bin', name);

/** A check that passes or fails as a whole. */
async function check(toolchain, args, options) {
  const code = await execute(toolchain, args, options);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** A file may still come while its folder is being removed. */
function clearEvidence() {
  rmSync(evidence, {
    ...{ recursive: true, force: true },
    ...{ maxRetries: 10, retryDelay: 500 },
  });
}

function freshResult(name) {
  mkdirSync(results, { recursive: true });
  const file = join(results, name);
  rmSync(file, { force: true });
  return file;
}

function readResult(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The runner died before it could say anything: that is a failure.
    return undefined;
  }
}

async function runUnit(toolchain, { postgres, building, output }) {
  const problem = await building;
  if (problem) {
    output.write(`${problem}\n`);
  }
  const file = freshResult('jest.json');
  const code = await execute(
    toolchain,
    [
      bin('backstage-cli'),
      ...['repo', 'test', '--maxWorkers=2', '--json'],
      `--outputFile=${file}`,
      // A busy machine takes longer, and nothing is wrong.
      '--testTimeout=30000',
      `--testSequencer=${join(root, 'scripts', 'test', 'longFirst.cjs')}`,
    ],
    {
      output,
      env: {
        NODE_OPTIONS: '--no-deprecation',
        ...(postgres.url && {
          BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING: postgres.url,
        }),
      },
    },
  );
  const result = readResult(file);
  if (!result) {
    return { passed: 0, failed: 1 };
  }
  const suites = result.numRuntimeErrorTestSuites;
  const failed = result.numFailedTests + suites;
  return {
    passed: result.numPassedTests,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: result.numPendingTests,
  };
}

async function runBrowser(toolchain, { chromium, output }) {
  if (!chromium.path) {
    output.write(`Browser tests left out: ${chromium.missing}\n`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const file = freshResult('playwright.json');
  clearEvidence();
  const code = await execute(toolchain, [bin('playwright'), 'test'], {
    output,
    cwd: join(root, 'packages', 'e2e'),
    env: {
      CHROMIUM: chromium.path,
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
      MESHWRIGHT_EVIDENCE: evidence,
    },
  });
  const stats = readResult(file)?.stats;
  if (!stats) {
    return { passed: 0, failed: 1 };
  }
  return {
    passed: stats.expected + stats.flaky,
    failed: code !== 0 && stats.unexpected === 0 ? 1 : stats.unexpected,
    skipped: stats.skipped,
  };
}

/** Looks for secrets in what the product left. */
async function searchEvidence(toolchain, { output }) {
  if (!existsSync(join(evidence, 'canaries.json'))) {
    output.write(
      'Search for secrets left out: it needs what the step browser leaves\n',
    );
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const search = join(root, 'scripts', 'test', 'searchSecrets.mjs');
  const counts = await check(toolchain, [search, evidence], { output });
  if (counts.failed === 0) {
    try {
      clearEvidence();
    } catch (error) {
      // What was looked for was not there, whether it is still there or not.
      output.write(`What was searched stays behind: ${error.message}\n`);
    }
  }
  return counts;
}

/** The app, as the step browser wants it. */
async function buildOnce(toolchain, { output }) {
  await buildApp(toolchain, text => output.write(`${text}\n`));
  return { passed: 1, failed: 0 };
}

const checkWith = (name, ...args) => ({
  run: (toolchain, { output }) =>
    check(toolchain, [bin(name), ...args], { output }),
});

/**
 * In the order of how fast they tell that something is wrong; those of one
 * stage run beside each other.
 */
export const stages = [
  [
    { name: 'types', ...checkWith('tsc') },
    { name: 'lint', ...checkWith('backstage-cli', 'repo', 'lint') },
    { name: 'format', ...checkWith('prettier', '--check', '.') },
    { name: 'build', run: buildOnce },
  ],
  [{ name: 'unit', run: runUnit }],
  [{ name: 'browser', run: runBrowser }],
  // Last: it searches what everything before it has left.
  [{ name: 'secrets', run: searchEvidence }],
];
