// The folder where everything is that outlives `npm start`.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What only the state of one kind of cluster has. */
const marks = { sandbox: 'cluster.json', real: 'control-plane' };

/** Throws a sentence when the folder has the state of another cluster. */
export function prepareState({ state, reset, cluster }, log) {
  if (reset) {
    rmSync(state, { recursive: true, force: true });
    log('Forgot the state of the sandbox');
  }
  for (const [kind, mark] of Object.entries(marks)) {
    if (kind !== cluster && existsSync(join(state, mark))) {
      throw new Error(
        `'${state}' holds the state of --cluster ${kind}; choose another folder with --state, or forget it with --reset`,
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
