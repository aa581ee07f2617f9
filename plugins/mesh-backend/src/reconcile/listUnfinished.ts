import {
  type CompiledCluster,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import type { StoredPass } from '../database';
import { digestOnce } from './digestOnce';
import { CONFIGURATION_KEY } from './planPass';

/**
 * What a pass that wrote and was never stored may have written, as of now:
 * whatever is not to be as the pass before it left it. Nobody knows when its
 * last write was, only that it is over.
 */
export function listUnfinished(options: {
  lastPass?: StoredPass;
  compiled: CompiledCluster;
  now: Date;
}): Record<string, string> {
  const { lastPass, compiled, now } = options;
  if (lastPass?.writingSince === undefined) {
    return {};
  }
  const left = new Map(Object.entries(lastPass.appliedDigests));
  left.delete(CONFIGURATION_KEY);
  const at = now.toISOString();
  const unfinished: Record<string, string> = {};
  for (const { object } of compiled.objects) {
    const key = objectKey(object);
    if (left.get(key) !== digestOnce(object)) {
      unfinished[key] = at;
    }
    left.delete(key);
  }
  for (const key of left.keys()) {
    unfinished[key] = at;
  }
  return unfinished;
}
