// Reads the command line of `npm start`.
import { parseArgs } from 'node:util';
import { isAbsolute, join } from 'node:path';
import { root } from '../toolchain.mjs';
import { ownDefinitions, readOwnCluster } from './ownOptions.mjs';

export const usage = `Starts Meshwright on the sandbox: a cloud in a box, on this machine only; or
on a cluster of yours.

  npm start -- [options]

  --cluster KIND     sandbox (default): Kubernetes is played, and starts at once;
                     real: etcd, kube-apiserver, kube-controller-manager and
                     KWOK, built with Go 1.26 the first time, which takes minutes
  --kubeconfig FILE  a cluster of yours instead: it is looked at, you are told
                     what there is and what would be written, and asked; no
                     example gets there
  --context NAME     which context of FILE (default: its current one)
  --catalog PLACE    a catalog-info.yaml with your services and teams, as a path
                     or URL; may be given several times (only with --kubeconfig,
                     like all that follow here)
  --instance NAME    what this installation calls itself in the cluster
                     (default: after this user and machine)
  --revision NAME    which istiod, where there are several
  --istio VERSION    its version, where the cluster does not tell, such as 1.29
  --prometheus URL   where to see traffic
  --yes              do not ask

  --port N           port of Backstage (default 7007)
  --sandbox-port N   first of the four ports of the sandbox (default 7101)
  --state FOLDER     where the state is kept (default .sandbox, .sandbox-real
                     on a real cluster, .own-cluster on one of yours)
  --reset            forget the state first
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

const definitions = {
  cluster: { type: 'string' },
  ...ownDefinitions,
  port: { type: 'string', default: '7007' },
  'sandbox-port': { type: 'string', default: '7101' },
  state: { type: 'string' },
  reset: { type: 'boolean', default: false },
  'ready-file': { type: 'string' },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

function readPorts(values, cluster) {
  const app = readPort(values.port, 'port');
  const first = readPort(values['sandbox-port'], 'sandbox-port');
  return cluster === 'own'
    ? { app }
    : {
        app,
        kubernetes: first,
        arm: first + 1,
        prometheus: first + 2,
        git: first + 3,
      };
}

/** Throws an error with a sentence for a person when something is not right. */
export function readOptions(argv) {
  const { values } = parseArgs({ args: argv, options: definitions });
  const own = readOwnCluster(values, absolute);
  const cluster = own ? 'own' : readCluster(values.cluster ?? 'sandbox');
  return {
    ports: readPorts(values, cluster),
    cluster,
    own,
    state: values.state
      ? absolute(values.state)
      : join(root, clusters[cluster] ?? '.own-cluster'),
    reset: values.reset,
    readyFile: values['ready-file'] && absolute(values['ready-file']),
    verbose: values.verbose,
    help: values.help,
  };
}
