import { toError } from '@backstage/errors';
import {
  type ChangeResult,
  type ClusterSnapshot,
  type CompiledCluster,
  objectKey,
  type PassResult,
} from '@meshwright/plugin-mesh-common';
import { carryWarnings } from './carryWarnings';
import type { ManagedCluster } from './ManagedCluster';
import { readRecords } from './observeCluster';
import { dropSettled } from './untilSettled';

/** Reads the cluster again, but only when something may have been written. */
export async function readBack(options: {
  before: PassResult;
  results: ChangeResult[];
  managed: ManagedCluster;
  compiled: CompiledCluster;
  settleSeconds: number;
  now: () => Date;
  signal: AbortSignal;
}): Promise<PassResult> {
  const { before, results, managed, compiled, now, signal } = options;
  const writtenAt = now().toISOString();
  const pass: PassResult = {
    ...before,
    results,
    warnings: carryWarnings({ known: before.warnings, results, compiled }),
    drifted: before.drifted.filter(key => !wasApplied(results)(key)),
  };
  if (results.some(mayHaveWritten) && managed.cluster) {
    try {
      pass.snapshot = await managed.cluster.list({ signal });
      const zone = await readRecords(managed, signal);
      pass.records = zone.value;
      pass.gaps = { ...before.gaps, zone: zone.gap };
    } catch (error) {
      signal.throwIfAborted();
      pass.snapshot = undefined;
      pass.problem = toError(error).message;
    }
  }
  const written = listWritten(results, {
    before: before.snapshot,
    after: pass.snapshot,
  });
  pass.settling = {
    ...before.settling,
    ...Object.fromEntries(written.map(key => [key, writtenAt])),
  };
  pass.finishedAt = now().toISOString();
  pass.settling = dropSettled(pass, options.settleSeconds);
  return pass;
}

/** False when the change was refused, or not even tried. */
export function mayHaveWritten({ outcome }: ChangeResult): boolean {
  // Whoever got no answer, or an error, cannot know what became of it.
  return outcome === 'applied' || outcome === 'failed';
}

/** Keys of objects that were written, be it by what was said to have failed. */
function listWritten(
  results: readonly ChangeResult[],
  snapshots: { before?: ClusterSnapshot; after?: ClusterSnapshot },
): string[] {
  const failed = results.some(({ outcome }) => outcome === 'failed');
  const before = failed && indexVersions(snapshots.before);
  const after = failed && indexVersions(snapshots.after);
  return results
    .filter(({ change: { target, key }, outcome }) => {
      const hasChanged = before && after && before.get(key) !== after.get(key);
      return (
        target === 'object' &&
        (outcome === 'applied' || (outcome === 'failed' && hasChanged))
      );
    })
    .map(({ change }) => change.key);
}

function indexVersions(snapshot: ClusterSnapshot | undefined) {
  return new Map(
    snapshot?.objects.map(object => [
      objectKey(object),
      `${object.metadata.uid} ${object.metadata.resourceVersion}`,
    ]),
  );
}

/** Tells whether the change of a key took effect. */
export function wasApplied(results: ChangeResult[]): (key: string) => boolean {
  const applied = new Set(
    results
      .filter(({ outcome }) => outcome === 'applied')
      .map(({ change }) => change.key),
  );
  return key => applied.has(key);
}
