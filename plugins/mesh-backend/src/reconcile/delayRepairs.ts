import type { StoredPass } from '../database';

/** Which drift is still to be looked at before it is repaired, and since when. */
export function delayRepairs(options: {
  drifted: readonly string[];
  lastPass?: StoredPass;
  now: Date;
  repairAfterSeconds: number;
}): { driftedSince: Record<string, string>; waiting: Set<string> } {
  const { drifted, lastPass, now, repairAfterSeconds } = options;
  const driftedSince = Object.fromEntries(
    drifted.map(key => [
      key,
      lastPass?.driftedSince?.[key] ?? now.toISOString(),
    ]),
  );
  const waiting = drifted.filter(
    key =>
      now.getTime() - Date.parse(driftedSince[key]) < repairAfterSeconds * 1000,
  );
  return { driftedSince, waiting: new Set(waiting) };
}

/** A repair that just came due during a pass is made right after it. */
const SLACK_MS = 1000;

/**
 * Milliseconds until the next repair is due; undefined when none is to come.
 * A repair that was refused is left to the periodic pass.
 */
export function untilRepair(options: {
  driftedSince: Readonly<Record<string, string>> | undefined;
  now: Date;
  repairAfterSeconds: number;
}): number | undefined {
  const { driftedSince = {}, now, repairAfterSeconds } = options;
  const [next] = Object.values(driftedSince)
    .map(at => Date.parse(at) + repairAfterSeconds * 1000 - now.getTime())
    .filter(delay => delay > -SLACK_MS)
    .sort((a, b) => a - b);
  return next === undefined ? undefined : Math.max(next, SLACK_MS / 10);
}
