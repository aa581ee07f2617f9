// What `npm test` does, step by step. Each step gives counts.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../toolchain.mjs';

const results = join(root, 'node_modules', '.cache', 'meshwright-test');

/** What the product left when it ran in a browser. */
const evidence = join(results, 'evidence');

function execute(toolchain, args, { cwd = root, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(toolchain.node, args, {
      cwd,
      env: { ...toolchain.env, CI: 'true', ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.once(signal, () => child.kill(signal));
    }
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? 1));
  });
}

const bin = name => join(root, 'node_modules', '.bin', name);

/** A check that passes or fails as a whole. */
async function check(toolchain, args, options) {
  const code = await execute(toolchain, args, options);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
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

async function runUnit(toolchain, { postgres, building }) {
  const problem = await building;
  if (problem) {
    process.stdout.write(`${problem}\n`);
  }
  const file = freshResult('jest.json');
  const code = await execute(
    toolchain,
    [
      bin('backstage-cli'),
      ...['repo', 'test', '--maxWorkers=2', '--json'],
      `--outputFile=${file}`,
    ],
    {
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

async function runBrowser(toolchain, { chromium }) {
  if (!chromium.path) {
    process.stdout.write(`Browser tests left out: ${chromium.missing}\n`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const file = freshResult('playwright.json');
  rmSync(evidence, { recursive: true, force: true });
  const code = await execute(toolchain, [bin('playwright'), 'test'], {
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
async function searchEvidence(toolchain) {
  if (!existsSync(join(evidence, 'canaries.json'))) {
    process.stdout.write(
      'Search for secrets left out: it needs what the step browser leaves\n',
    );
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const counts = await check(toolchain, [
    join(root, 'scripts', 'test', 'searchSecrets.mjs'),
    evidence,
  ]);
  if (counts.failed === 0) {
    rmSync(evidence, { recursive: true, force: true });
  }
  return counts;
}

/** In the order of how fast they tell that something is wrong. */
export const steps = [
  {
    name: 'types',
    run: toolchain => check(toolchain, [bin('tsc')]),
  },
  {
    name: 'lint',
    run: toolchain => check(toolchain, [bin('backstage-cli'), 'repo', 'lint']),
  },
  {
    name: 'format',
    run: toolchain => check(toolchain, [bin('prettier'), '--check', '.']),
  },
  { name: 'unit', run: runUnit },
  { name: 'browser', run: runBrowser },
  // Last: it searches what everything before it has left.
  { name: 'secrets', run: searchEvidence },
];
