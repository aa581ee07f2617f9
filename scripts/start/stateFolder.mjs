// The folder where everything is that outlives `npm start`.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** What only the state of one kind of cluster has, and how it is asked for. */
const marks = {
  sandbox: { file: 'cluster.json', option: '--cluster sandbox' },
  real: { file: 'control-plane', option: '--cluster real' },
  own: { file: 'own-cluster.json', option: '--kubeconfig' },
};

/** Throws a sentence when the folder has the state of another cluster. */
export function prepareState({ state, reset, cluster }, log) {
  if (reset) {
    rmSync(state, { recursive: true, force: true });
    log('Forgot the state');
  }
  for (const [kind, { file, option }] of Object.entries(marks)) {
    if (kind !== cluster && existsSync(join(state, file))) {
      throw new Error(
        `'${state}' holds the state of ${option}; choose another folder with --state, or forget it with --reset`,
      );
    }
  }
  try {
    mkdirSync(join(state, 'database'), { recursive: true });
  } catch (error) {
    throw new Error(
      `'${state}' cannot be written (${error.message}); choose another folder with --state`,
    );
  }
}

/**
 * Ties the state to one cluster: what is known of one would be carried over to
 * another. Throws a sentence when it is tied to another one.
 */
export function tieState({ state }, cluster) {
  const file = join(state, marks.own.file);
  const before = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : undefined;
  if (before && before.server !== cluster.server) {
    throw new Error(
      `'${state}' holds the state of the cluster at ${before.server}, and this one is at ${cluster.server}; choose another folder with --state`,
    );
  }
  writeFileSync(file, `${JSON.stringify(cluster)}\n`);
}
