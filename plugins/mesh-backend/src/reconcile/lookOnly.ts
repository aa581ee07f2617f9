import type { PassResult } from '@meshwright/plugin-mesh-common';
import type { StoredPass } from '../database';
import type { UninstallOutcome } from './custody';
import type { Observation } from './observeCluster';
import { createStoredPass } from './storedPass';
import { dropSettled } from './untilSettled';

/** A pass that only looked, or that could not even look. */
export function lookOnly(options: {
  cluster: string;
  finishedAt: string;
  seen: Observation;
  lastPass?: StoredPass;
  left?: UninstallOutcome;
  settleSeconds: number;
}): { pass: PassResult; stored: StoredPass } {
  const { cluster, finishedAt, seen, lastPass, left, settleSeconds } = options;
  const isRead = seen.problem === undefined;
  const message = isRead ? seen.notManaging : seen.problem;
  const pass: PassResult = {
    cluster,
    finishedAt,
    snapshot: isRead ? seen.snapshot : undefined,
    records: isRead ? seen.records : undefined,
    lastReadAt: isRead ? seen.snapshot.readAt : lastPass?.lastReadAt,
    managing: false,
    problem: message,
    results: [],
    conflicts: [],
    drifted: [],
    settling: lastPass?.settling ?? {},
    traffic: isRead ? seen.traffic : undefined,
    gaps: isRead ? seen.gaps : undefined,
  };
  pass.settling = dropSettled(pass, settleSeconds);
  const stored = createStoredPass({
    pass,
    lastPass,
    state: isRead ? 'observing' : 'unreachable',
    message,
    managedBy: isRead ? seen.managedBy : undefined,
  });
  return {
    pass,
    stored: {
      ...stored,
      // What was written is no more settled for having been looked at.
      writingSince: lastPass?.writingSince,
      ...(left && { changes: left.changes, failed: left.failed }),
    },
  };
}
