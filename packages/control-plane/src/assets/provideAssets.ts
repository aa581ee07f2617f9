import { findAssets, readAssets } from './findAssets';
import { buildPrograms, fetchSchemas } from './build';
import { withLock } from './withLock';
import { cacheFolder } from './goModules';
import type { Assets } from './types';

export type Log = (text: string) => void;

/** `KUBEBUILDER_ASSETS` has programs; what it lacks are the schemas. */
async function addSchemas(given: string, log: Log): Promise<Assets> {
  const assets = readAssets(given);
  if (!assets) {
    throw new Error(`There is no etcd and kube-apiserver in '${given}'`);
  }
  return assets.schemas.length > 0
    ? assets
    : { ...assets, schemas: await fetchSchemas(log) };
}

/**
 * The programs of a control plane, built when they are not there yet: once,
 * for all work of this work tree. Throws an Error with a sentence that says what is missing.
 */
export async function provideAssets(
  options: { log?: Log } = {},
): Promise<Assets> {
  const { log = () => {} } = options;
  const found = findAssets();
  if (found.state === 'missing') {
    throw new Error(`No control plane: ${found.reason}`);
  }
  const given = process.env.KUBEBUILDER_ASSETS;
  if (given) {
    return addSchemas(given, log);
  }
  if (found.state === 'ready') {
    return found.assets;
  }
  const folder = cacheFolder();
  return withLock(
    `${folder}.lock`,
    // Somebody else may have built while we waited.
    async () => readAssets(folder) ?? buildPrograms(folder, log),
  );
}
