// `npm start`: brings what is needed, starts the product in the mode that was
// asked for, and ends everything with itself.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endRuns } from './run.mjs';
import { Children } from './start/children.mjs';
import { readOptions, usage } from './start/options.mjs';
import { requireFreePorts } from './start/ports.mjs';
import { runOnOwnCluster } from './start/ownClusterMode.mjs';
import { runOnSandbox } from './start/sandboxMode.mjs';
import { prepareState } from './start/stateFolder.mjs';
import { ensureInstalled, ensureToolchain } from './toolchain.mjs';

const started = Date.now();
const stopped = new AbortController();

function log(text) {
  const seconds = ((Date.now() - started) / 1000).toFixed(0).padStart(4);
  process.stdout.write(`${seconds} s  ${text}\n`);
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
  prepareState(options, log);
  children = new Children({
    logs: options.verbose ? undefined : join(options.state, 'logs'),
  });
  const url = `http://127.0.0.1:${options.ports.app}`;
  const { ready, lines } = await (options.own ? runOnOwnCluster : runOnSandbox)(
    {
      ...{ children, toolchain, options, url, log },
      signal: stopped.signal,
      onEnd: fail,
    },
  );
  if (options.readyFile) {
    writeReadyFile(options.readyFile, ready);
  }
  log(`Ready

  Backstage   ${url}
${lines.map(line => `  ${line}`).join('\n')}

Stop with Ctrl+C. Everything listens on this machine only.
`);
}

main().catch(fail);
