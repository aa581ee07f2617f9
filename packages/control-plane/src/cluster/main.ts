import { type Cluster, startCluster } from './startCluster';
import { describeFailure } from './describeFailure';

/**
 * A cluster as a process: `{ folder, port }` as JSON on the command line;
 * progress, addresses and what went wrong to the parent; an orderly end on
 * SIGTERM. It is to lead a process group of its own, so that a signal to the
 * group ends a build as well.
 */
const { folder, port } = JSON.parse(process.argv[2]);
let cluster: Cluster | undefined;
let isEnding = false;

async function end(code: number): Promise<void> {
  if (!isEnding) {
    isEnding = true;
    await cluster?.stop();
    process.exit(code);
  }
}

function tell(message: object): Promise<void> {
  return new Promise(resolve => {
    if (process.send && process.connected) {
      process.send(message, () => resolve());
    } else {
      resolve();
    }
  });
}

async function fail(error: unknown): Promise<void> {
  if (!isEnding) {
    const text = describeFailure(error, folder);
    process.stderr.write(`${text}\n`);
    await tell({ type: 'cluster-failed', text });
  }
  await end(1);
}

let isStarting = true;
let isAsked = false;

function ask(): void {
  isAsked = true;
  // What is half started ends when it has come so far, or failed.
  if (!isStarting) {
    end(0);
  }
}

process.on('SIGINT', ask);
process.on('SIGTERM', ask);
process.once('disconnect', () => process.kill(-process.pid, 'SIGTERM'));

startCluster({
  folder,
  port,
  log: text => tell({ type: 'progress', text }),
  onEnd: fail,
}).then(
  started => {
    cluster = started;
    isStarting = false;
    if (isAsked) {
      return end(0);
    }
    const { url, proxyUrl, kubeconfig } = started;
    return tell({ type: 'cluster-ready', url, proxyUrl, kubeconfig });
  },
  // What was asked to end may fail; nobody needs to hear of it.
  error => (isAsked ? end(0) : fail(error)),
);
