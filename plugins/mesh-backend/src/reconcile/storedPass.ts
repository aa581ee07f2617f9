import type { PassResult } from '@meshwright/plugin-mesh-common';
import type { StoredPass } from '../database';
import { listLeftOut } from './leaveOut';

/** What is remembered of a pass. */
export function createStoredPass(options: {
  pass: PassResult;
  lastPass?: StoredPass;
  state: StoredPass['state'];
  message: string;
  appliedDigests?: Record<string, string>;
  driftedSince?: Record<string, string>;
}): StoredPass {
  const { pass, lastPass, state, message } = options;
  const { results } = pass;
  return {
    cluster: pass.cluster,
    state,
    message,
    finishedAt: pass.finishedAt,
    lastReadAt: pass.snapshot?.readAt ?? lastPass?.lastReadAt,
    changes: results.filter(({ outcome }) => outcome === 'applied').length,
    failed: results.filter(({ outcome }) => outcome !== 'applied').length,
    settling: pass.settling,
    appliedDigests: options.appliedDigests ?? lastPass?.appliedDigests ?? {},
    driftedSince: options.driftedSince ?? lastPass?.driftedSince,
  };
}

/** What a pass that was free to write came to, and what it could not read. */
export function describePass(pass: PassResult): string {
  const { zone, traffic } = pass.gaps ?? {};
  const missing = pass.snapshot ? listLeftOut(pass.snapshot.facts) : [];
  return [
    describeChanges(pass),
    ...(missing.length > 0
      ? [
          `The cluster does not know these kinds, and objects of them are left out: ${missing.join(
            ', ',
          )}`,
        ]
      : []),
    ...(zone ? [`The private zone does not answer: ${zone}`] : []),
    ...(traffic ? [`The traffic source does not answer: ${traffic}`] : []),
  ].join('. ');
}

function describeChanges(pass: PassResult): string {
  if (pass.held) {
    return pass.held.message;
  }
  const { results } = pass;
  const failed = results.filter(({ outcome }) => outcome !== 'applied');
  const [first] = failed;
  if (first) {
    return `${failed.length} of ${results.length} changes were not made; '${first.change.key}': ${first.message}`;
  }
  const { length: drifted } = pass.drifted;
  if (drifted > 0) {
    return `Somebody else changed or removed ${drifted} objects; a pass within seconds repairs that`;
  }
  return results.length === 0
    ? 'Everything is as it should be; nothing was changed'
    : `${results.length} changes were made`;
}
