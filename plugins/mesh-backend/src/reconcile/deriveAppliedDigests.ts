import {
  type ChangeResult,
  type CompiledCluster,
  type Plan,
} from '@meshwright/plugin-mesh-common';
import { digestOnce, entryOnce } from './digestOnce';

/** Object key to digest of what we last applied, after a pass. */
export function deriveAppliedDigests(options: {
  plan: Plan;
  compiled: CompiledCluster;
  results: readonly ChangeResult[];
  /** Before the pass. */
  known: Readonly<Record<string, string>>;
}): Record<string, string> {
  const { plan, compiled, results, known } = options;
  const applied = digestApplied(results);
  // What is on hold, or waits for old pods, is not as desired either, though
  // no change is planned.
  const pending = new Set([
    ...plan.waves.flat().map(({ key }) => key),
    ...(plan.held?.deletions ?? []),
    ...(plan.unfinished ?? []),
  ]);
  const digests: Record<string, string> = {};
  for (const { object } of compiled.objects) {
    const [key, wanted] = entryOnce(object);
    const digest = pending.has(key) ? applied.get(key) ?? known[key] : wanted;
    if (digest !== undefined) {
      digests[key] = digest;
    }
  }
  return digests;
}

/** A plan may go through a form in between, so the last one counts. */
function digestApplied(results: readonly ChangeResult[]): Map<string, string> {
  const digests = new Map<string, string>();
  for (const { change, outcome } of results) {
    const isWrite = change.target === 'object' && change.type !== 'delete';
    if (isWrite && outcome === 'applied') {
      digests.set(change.key, digestOnce(change.desired));
    }
  }
  return digests;
}
