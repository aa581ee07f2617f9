import type { PassResult } from '@meshwright/plugin-mesh-common';
import type { StoredPass } from '../database';

/**
 * Milliseconds until the mesh has settled after the last pass: what a pass
 * writes first comes after what the one before wrote last, like any wave. Of
 * one that was never stored nobody knows when that was.
 */
export function untilSettled(options: {
  lastPass?: StoredPass;
  settleSeconds: number;
  now: Date;
}): number {
  const { lastPass, settleSeconds, now } = options;
  const settleMs = settleSeconds * 1000;
  if (lastPass?.writingSince !== undefined) {
    return settleMs;
  }
  let last = -Infinity;
  for (const at of Object.values(lastPass?.settling ?? {})) {
    last = Math.max(last, Date.parse(at));
  }
  const left = last + settleMs - now.getTime();
  // Clocks of replicas may differ.
  return Math.min(Math.max(left, 0), settleMs);
}

/** Of what a pass left settling, what still does at its end. */
export function dropSettled(
  pass: PassResult,
  settleSeconds: number,
): Record<string, string> {
  const end = Date.parse(pass.finishedAt);
  return Object.fromEntries(
    Object.entries(pass.settling).filter(
      ([, at]) => end - Date.parse(at) < settleSeconds * 1000,
    ),
  );
}
