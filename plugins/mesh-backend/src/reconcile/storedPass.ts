import {
  formatInstant,
  type PassResult,
  type Plan,
} from '@meshwright/plugin-mesh-common';
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
  managedBy?: StoredPass['managedBy'];
}): StoredPass {
  const { pass, lastPass, state, message } = options;
  const { results } = pass;
  return {
    cluster: pass.cluster,
    after: lastPass?.finishedAt,
    state,
    message,
    finishedAt: pass.finishedAt,
    lastReadAt: pass.snapshot?.readAt ?? lastPass?.lastReadAt,
    changes: results.filter(({ outcome }) => outcome === 'applied').length,
    failed: results.filter(({ outcome }) => outcome !== 'applied').length,
    settling: pass.settling,
    appliedDigests: options.appliedDigests ?? lastPass?.appliedDigests ?? {},
    driftedSince: options.driftedSince ?? lastPass?.driftedSince,
    warnings: pass.warnings ?? lastPass?.warnings,
    ...(options.managedBy && { managedBy: options.managedBy }),
  };
}

/** What a pass that was free to write came to, and what it could not read. */
export function describePass(
  pass: PassResult,
  { waiting = [], unmarked = [] }: Pick<Plan, 'waiting' | 'unmarked'> = {},
): string {
  const { zone, traffic, rights } = pass.gaps ?? {};
  const missing = pass.snapshot ? listLeftOut(pass.snapshot.facts) : [];
  return [
    describeChanges(pass, waiting),
    ...describeWaiting(waiting),
    ...(missing.length > 0
      ? [
          `The cluster does not know these kinds, and objects of them are left out: ${missing.join(
            ', ',
          )}`,
        ]
      : []),
    ...describeUnmarked(unmarked),
    ...(rights ? [rights] : []),
    ...(zone ? [`The private zone does not answer: ${zone}`] : []),
    ...(traffic ? [`The traffic source does not answer: ${traffic}`] : []),
  ].join('. ');
}

function describeUnmarked(names: readonly string[]): string[] {
  const [first] = names;
  return first === undefined
    ? []
    : [
        `An older version made ${names.length} ${
          names.length === 1 ? 'record' : 'records'
        } in the private zone, such as '${first}', and did not write down of which cluster; nothing here needs them and they stay: remove them by hand once no cluster does`,
      ];
}

function describeWaiting(waiting: NonNullable<Plan['waiting']>): string[] {
  const [first] = waiting;
  if (!first) return [];
  const ends = waiting.flatMap(({ until }) => until ?? []).sort();
  const last = ends.at(-1);
  const end = last ? `, until ${formatInstant(last)} at the latest` : '';
  const wait =
    waiting.length === 1 ? '1 object waits' : `${waiting.length} objects wait`;
  return [`${wait} for old pods${end}: '${first.key}' ${first.reason}`];
}

function describeChanges(
  pass: PassResult,
  waiting: NonNullable<Plan['waiting']>,
): string {
  if (pass.held) {
    return pass.held.message;
  }
  const { results } = pass;
  const failed = results.filter(({ outcome }) => outcome !== 'applied');
  const [first] = failed;
  if (first) {
    const were =
      results.length === 1
        ? 'The only change was'
        : `${failed.length} of ${results.length} changes were`;
    return `${were} not made; '${first.change.key}': ${first.message}`;
  }
  const { length: drifted } = pass.drifted;
  if (drifted > 0) {
    const objects = drifted === 1 ? 'an object' : `${drifted} objects`;
    return `Somebody else changed or removed ${objects}; a pass within seconds repairs that`;
  }
  if (results.length === 0) {
    return waiting.length === 0
      ? 'Everything is as it should be; nothing was changed'
      : 'Nothing was changed';
  }
  return results.length === 1
    ? '1 change was made'
    : `${results.length} changes were made`;
}
