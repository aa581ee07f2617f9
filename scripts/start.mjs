// `npm start`: brings what is needed, starts the sandbox and Backstage, and
// ends both with itself.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from './start/buildApp.mjs';
import { Children } from './start/children.mjs';
import { listExamples, listWaiting } from './start/examples.mjs';
import { readOptions, usage } from './start/options.mjs';
import { requireFreePorts } from './start/ports.mjs';
import { endRuns } from './run.mjs';
import { getJson, waitFor } from './start/waitFor.mjs';
import { ensureInstalled, ensureToolchain, root } from './toolchain.mjs';

const started = Date.now();
const stopped = new AbortController();

function log(text) {
  const seconds = ((Date.now() - started) / 1000).toFixed(0).padStart(4);
  process.stdout.write(`${seconds} s  ${text}\n`);
}

function nodeArgs(file) {
  const transform = join(root, 'node_modules/@backstage/cli/config');
  return ['--require', join(transform, 'nodeTransform.cjs'), file];
}

function startSandbox(children, toolchain, options) {
  return new Promise((resolve, reject) => {
    const { ports, state } = options;
    const child = children.start('sandbox', toolchain.node, {
      args: [
        ...nodeArgs(join(root, 'packages/sandbox/src/main.ts')),
        JSON.stringify({ ports, state, examples: join(root, 'examples') }),
      ],
      cwd: join(root, 'packages/sandbox'),
      env: toolchain.env,
      ipc: true,
      onExit: why => {
        const error = new Error(
          `The sandbox ${why}\n${children.tail('sandbox')}`,
        );
        reject(error);
        fail(error);
      },
    });
    // Other messages are the loader's, for whoever watches files.
    child.on('message', ({ type, addresses }) => {
      if (type === 'sandbox-ready') {
        resolve(addresses);
      }
    });
  });
}

function startBackend(children, toolchain, { options, sandbox, url }) {
  children.start('backend', toolchain.node, {
    args: [
      ...nodeArgs(join(root, 'packages/backend/src/index.ts')),
      ...['--config', join(root, 'app-config.yaml')],
      ...['--config', join(root, 'app-config.sandbox.yaml')],
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
      MESHWRIGHT_GIT_URL: sandbox.git,
      MESHWRIGHT_GIT_HOST: new URL(sandbox.git).host,
      MESHWRIGHT_GIT_USER: sandbox.gitUser,
      MESHWRIGHT_GIT_PASSWORD: sandbox.gitPassword,
      MESHWRIGHT_ARM_URL: sandbox.arm,
      MESHWRIGHT_PROMETHEUS_URL: sandbox.prometheus,
      IDENTITY_ENDPOINT: sandbox.identityEndpoint,
      IDENTITY_HEADER: sandbox.identityHeader,
      // The managed identity at once, not developer tools first.
      AZURE_TOKEN_CREDENTIALS: 'prod',
    },
    onExit: why =>
      fail(new Error(`Backstage ${why}\n${children.tail('backend')}`)),
  });
}

async function signIn(url, person) {
  const answer = await waitFor(
    () =>
      getJson(`${url}/api/auth/sandbox/refresh`, {
        'x-sandbox-user': `user:default/${person}`,
      }),
    {
      seconds: 240,
      message: `${person} could not sign in; is the example organisation in the catalog?`,
      signal: stopped.signal,
    },
  );
  return answer.backstageIdentity.token;
}

async function signInEverybody(url) {
  return {
    developer: await signIn(url, 'dana'),
    owner: await signIn(url, 'olaf'),
    platform: await signIn(url, 'petra'),
  };
}

async function waitForFirstPass(url, token) {
  let waiting = listExamples();
  await waitFor(
    async () => {
      waiting = await listWaiting(url, token, waiting);
      return waiting.length === 0;
    },
    {
      seconds: 240,
      message: () =>
        `Not all examples were applied within four minutes, '${waiting[0]}' among them. The log of the backend says why.`,
      signal: stopped.signal,
    },
  );
}

function writeReadyFile(file, content) {
  const temporary = `${file}.${process.pid}.tmp`;
  // The file holds tokens: for this user's eyes only.
  writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`, {
    mode: 0o600,
  });
  renameSync(temporary, file);
}

let children;

async function shutDown(code) {
  if (stopped.signal.aborted) {
    return;
  }
  stopped.abort();
  endRuns();
  await children?.stop();
  process.exit(code);
}

function fail(error) {
  if (!stopped.signal.aborted) {
    process.stderr.write(`\n${error.message}\n`);
  }
  shutDown(1);
}

/** Ends with the process that started us, even when it was killed hard. */
function followParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      shutDown(1);
    }
  }, 1000).unref();
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(usage);
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => shutDown(0));
  }
  followParent();
  await requireFreePorts(options.ports);
  const toolchain = await ensureToolchain(log);
  await ensureInstalled(toolchain, log);
  if (options.reset) {
    rmSync(options.state, { recursive: true, force: true });
    log('Forgot the state of the sandbox');
  }
  mkdirSync(join(options.state, 'database'), { recursive: true });
  children = new Children({
    logs: options.verbose ? undefined : join(options.state, 'logs'),
  });

  log('Starting the sandbox');
  const url = `http://127.0.0.1:${options.ports.app}`;
  const [sandbox] = await Promise.all([
    startSandbox(children, toolchain, options),
    buildApp(toolchain, log),
  ]);
  log('Starting Backstage');
  startBackend(children, toolchain, { options, sandbox, url });
  await waitFor(() => getJson(`${url}/.backstage/health/v1/readiness`), {
    seconds: 180,
    message: `Backstage did not get ready within three minutes\n${children.tail(
      'backend',
    )}`,
    signal: stopped.signal,
  });
  log('Putting the policies of the examples in force');
  const tokens = await signInEverybody(url);
  await waitForFirstPass(url, tokens.platform);
  const { kubernetes, kubeconfig, arm, prometheus } = sandbox;
  const { git, gitUser, gitPassword } = sandbox;
  if (options.readyFile) {
    writeReadyFile(options.readyFile, {
      ...{ app: url, backend: url, kubernetes, kubeconfig, arm, prometheus },
      ...{ git, gitUser, gitPassword, tokens },
    });
  }
  log(`Ready

  Backstage   ${url}
  Cluster     kubectl --kubeconfig ${kubeconfig} get authorizationpolicies,networkpolicies,peerauthentications -A
  Git         ${git}  (user ${gitUser}, password ${gitPassword})

Stop with Ctrl+C. Everything listens on this machine only.
`);
}

main().catch(fail);
