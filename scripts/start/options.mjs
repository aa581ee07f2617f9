// Reads the command line of `npm start`.
import { parseArgs } from 'node:util';
import { isAbsolute, join } from 'node:path';
import { root } from '../toolchain.mjs';

export const usage = `Starts Meshwright on the sandbox: a cloud in a box, on this machine only.

  npm start -- [options]

  --cluster KIND     sandbox (default): Kubernetes is played, and starts at once;
                     real: etcd, kube-apiserver, kube-controller-manager and
                     KWOK, built with Go 1.26 the first time, which takes minutes
  --port N           port of Backstage (default 7007)
  --sandbox-port N   first of the four ports of the sandbox (default 7101)
  --state FOLDER     where the sandbox keeps its state (default .sandbox,
                     .sandbox-real on a real cluster)
  --reset            forget the sandbox's state first
  --ready-file FILE  write addresses and tokens there, as JSON, once everything
                     is in force
  --verbose          show the logs here instead of in FOLDER/logs
  --help             show this text
`;

function readPort(text, name) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_000) {
    throw new Error(
      `--${name} must be a port between 1 and 65000, not '${text}'`,
    );
  }
  return port;
}

const clusters = { sandbox: '.sandbox', real: '.sandbox-real' };

function readCluster(text) {
  if (!Object.hasOwn(clusters, text)) {
    throw new Error(
      `--cluster must be ${Object.keys(clusters).join(' or ')}, not '${text}'`,
    );
  }
  return text;
}

function absolute(path) {
  // npm runs scripts in the project's folder; paths are meant from where the
  // person is.
  return isAbsolute(path) ? path : join(process.env.INIT_CWD ?? root, path);
}

/** Throws an error with a sentence for a person when something is not right. */
export function readOptions(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      cluster: { type: 'string', default: 'sandbox' },
      port: { type: 'string', default: '7007' },
      'sandbox-port': { type: 'string', default: '7101' },
      state: { type: 'string' },
      reset: { type: 'boolean', default: false },
      'ready-file': { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const first = readPort(values['sandbox-port'], 'sandbox-port');
  const ports = {
    app: readPort(values.port, 'port'),
    kubernetes: first,
    arm: first + 1,
    prometheus: first + 2,
    git: first + 3,
  };
  const cluster = readCluster(values.cluster);
  return {
    ports,
    cluster,
    state: values.state
      ? absolute(values.state)
      : join(root, clusters[cluster]),
    reset: values.reset,
    readyFile: values['ready-file'] && absolute(values['ready-file']),
    verbose: values.verbose,
    help: values.help,
  };
}
