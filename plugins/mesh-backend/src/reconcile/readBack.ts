import { toError } from '@backstage/errors';
import {
  type ChangeResult,
  type CompiledCluster,
  type PassResult,
} from '@meshwright/plugin-mesh-common';
import { carryWarnings } from './carryWarnings';
import type { ManagedCluster } from './ManagedCluster';
import { readRecords } from './observeCluster';
import { dropSettled } from './untilSettled';

/** Reads the cluster again, but only when something was written. */
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
  const applied = results.filter(({ outcome }) => outcome === 'applied');
  const writtenAt = now().toISOString();
  const pass: PassResult = {
    ...before,
    results,
    warnings: carryWarnings({ known: before.warnings, results, compiled }),
    drifted: before.drifted.filter(key => !wasApplied(results)(key)),
    settling: {
      ...before.settling,
      ...Object.fromEntries(
        applied
          .filter(({ change }) => change.target === 'object')
          .map(({ change }) => [change.key, writtenAt]),
      ),
    },
  };
  if (applied.length > 0 && managed.cluster) {
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
  pass.finishedAt = now().toISOString();
  pass.settling = dropSettled(pass, options.settleSeconds);
  return pass;
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
