import { findAssets, readAssets } from './findAssets';
import { buildKwok, buildPrograms, fetchSchemas } from './build';
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
 * for all work of this work tree. KWOK only when it is asked for. Throws an
 * Error with a sentence that says what is missing.
 */
export async function provideAssets(
  options: { kwok?: boolean; log?: Log } = {},
): Promise<Assets> {
  const { kwok = false, log = () => {} } = options;
  const found = findAssets();
  if (found.state === 'missing') {
    throw new Error(`No control plane: ${found.reason}`);
  }
  const given = process.env.KUBEBUILDER_ASSETS;
  if (given) {
    return addSchemas(given, log);
  }
  const isEnough = (assets?: Assets): assets is Assets =>
    assets !== undefined && (!kwok || assets.kwok !== undefined);
  if (found.state === 'ready' && isEnough(found.assets)) {
    return found.assets;
  }
  const folder = cacheFolder();
  return withLock(`${folder}.lock`, async () => {
    // Somebody else may have built while we waited.
    const assets = readAssets(folder) ?? (await buildPrograms(folder, log));
    return isEnough(assets) ? assets : buildKwok(folder, log);
  });
}
