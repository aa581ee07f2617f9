import type { AuditorService } from '@backstage/backend-plugin-api';
import {
  type ChangeResult,
  type CompiledCluster,
  type PassResult,
  type Plan,
} from '@meshwright/plugin-mesh-common';
import type { MeshConfig } from '../config';
import type { MeshDatabase, StoredPass } from '../database';
import { applyPlan } from './applyPlan';
import { auditPass } from './auditPass';
import type { PassModel } from './buildPassModel';
import { delayRepairs } from './delayRepairs';
import { deriveAppliedDigests } from './deriveAppliedDigests';
import { writeConfiguration } from './deriveExpected';
import { findDrift } from './findDrift';
import { listUnfinished } from './listUnfinished';
import type { ManagedCluster } from './ManagedCluster';
import type { Observation } from './observeCluster';
import type { PassPlanner } from './PassPlanner';
import { CONFIGURATION_KEY, planPass } from './planPass';
import { readBack, wasApplied } from './readBack';
import { sleep } from './sleep';
import type { StatusRecorder } from './StatusRecorder';
import { createStoredPass, describePass } from './storedPass';
import { untilSettled } from './untilSettled';

/** Told of every write, so that a watch can tell ours from others'. */
export type WriteLog = { note(cluster: string, key: string): void };

/** Lets the mesh of a cluster settle; rejects when it is interrupted. */
export type Pause = (options: {
  cluster: string;
  milliseconds: number;
  signal: AbortSignal;
}) => Promise<void>;

type Options = {
  managed: ManagedCluster;
  lastPass?: StoredPass;
  built: PassModel;
  compiled: CompiledCluster;
  seen: Extract<Observation, { problem?: undefined }>;
  config: MeshConfig;
  stores: Pick<MeshDatabase, 'passes'>;
  recorder: StatusRecorder;
  planner: PassPlanner;
  /** It was not managed here before: nothing goes in bulk. */
  guarded?: boolean;
  auditor: AuditorService;
  writes: WriteLog;
  now: () => Date;
  pause?: Pause;
  signal: AbortSignal;
};

type Outcome = { pass: PassResult; stored: StoredPass };

/** Makes a cluster what it should be, and reads back what it then is. */
export async function convergeCluster(options: Options): Promise<Outcome> {
  const { compiled, lastPass, seen, now, recorder, built } = options;
  const { plan, drifted, driftedSince } = await planWithDrift(options);
  const before: PassResult = {
    cluster: compiled.cluster,
    finishedAt: now().toISOString(),
    snapshot: seen.snapshot,
    records: seen.records,
    lastReadAt: seen.snapshot.readAt,
    managing: true,
    results: [],
    conflicts: plan.conflicts,
    held: plan.held && { message: plan.held.message },
    warnings: lastPass?.warnings,
    drifted,
    settling: {
      ...lastPass?.settling,
      ...listUnfinished({ lastPass, compiled, now: now() }),
    },
    traffic: seen.traffic,
    gaps: seen.gaps,
  };
  const hasChanges = plan.waves.some(wave => wave.length > 0);
  const isDriftNew = drifted.some(key => !lastPass?.driftedSince?.[key]);
  let after = lastPass?.finishedAt;
  if (hasChanges && (isDriftNew || lastPass?.state !== 'managing')) {
    // Pages show drift before it is repaired, and a first pass that is
    // interrupted must not look like a database that was lost.
    const stored = remember({ ...options, pass: before, plan, driftedSince });
    await recorder.record({
      pass: before,
      stored: { ...stored, writingSince: lastPass?.writingSince },
      built,
      compiled,
    });
    after = before.finishedAt;
  }
  const results = hasChanges ? await applyAudited(plan, options) : [];
  recorder.repairs.note(drifted.filter(wasApplied(results)), now());
  const pass = await readBack({
    ...options,
    before,
    results,
    settleSeconds: options.config.settleSeconds,
  });
  return {
    pass,
    stored: { ...remember({ ...options, pass, plan, driftedSince }), after },
  };
}

/**
 * The plan of a pass. Drift is left alone until it was shown for a while;
 * what is to change anyway never waits for it.
 */
async function planWithDrift(options: Options) {
  const { compiled, lastPass, seen, config, now, built, planner } = options;
  const context = {
    planner,
    built,
    compiled,
    snapshot: seen.snapshot,
    liveRecords: seen.records,
    hold: config.hold,
    guarded: options.guarded,
    lastPass,
    now: now(),
  };
  const plan = await planPass(context);
  const isUnfinished = lastPass?.writingSince !== undefined;
  const drifted = findDrift({
    plan,
    compiled,
    // What differs may then be what we wrote ourselves.
    appliedDigests: (!isUnfinished && lastPass?.appliedDigests) || {},
  });
  const { driftedSince, waiting } = delayRepairs({
    drifted,
    lastPass,
    now: now(),
    repairAfterSeconds: config.repairAfterSeconds,
  });
  return {
    plan:
      waiting.size > 0
        ? await planPass({ ...context, untouched: waiting })
        : plan,
    drifted,
    driftedSince,
  };
}

async function applyAudited(
  plan: Plan,
  options: Options,
): Promise<ChangeResult[]> {
  const { managed, lastPass, config, signal, auditor, writes } = options;
  const { pause = takeTime, now, stores } = options;
  const { settleSeconds } = config;
  const { cluster, zone } = managed;
  if (!cluster) {
    return [];
  }
  const settle = (milliseconds: number) =>
    pause({ cluster: managed.name, milliseconds, signal });
  const left = untilSettled({ lastPass, settleSeconds, now: now() });
  if (left > 0) {
    await settle(left);
  }
  // Should this pass end before it is stored, the next one knows.
  await stores.passes.noteWriting(managed.name, now().toISOString());
  return auditPass({ auditor, cluster: managed.name, plan }, () =>
    applyPlan({
      plan,
      cluster,
      zone,
      instance: config.instance,
      settle: () => settle(settleSeconds * 1000),
      onWrite: ({ key }) => writes.note(managed.name, key),
      signal,
    }),
  );
}

function takeTime({ milliseconds, signal }: Parameters<Pause>[0]) {
  return sleep(milliseconds, signal);
}

function remember(
  options: Options & {
    pass: PassResult;
    plan: Plan;
    driftedSince: Record<string, string>;
  },
) {
  const { pass, plan, driftedSince, compiled, lastPass, built } = options;
  const known = lastPass?.appliedDigests ?? {};
  const configuration =
    plan.held && known[CONFIGURATION_KEY] !== undefined
      ? known[CONFIGURATION_KEY]
      : writeConfiguration(built.input);
  const state = stateOf(pass);
  return createStoredPass({
    pass,
    lastPass,
    state,
    message: pass.problem ?? describePass(pass, plan),
    appliedDigests: {
      ...deriveAppliedDigests({ plan, compiled, results: pass.results, known }),
      [CONFIGURATION_KEY]: configuration,
    },
    driftedSince: Object.fromEntries(
      pass.drifted.map(key => [key, driftedSince[key] ?? pass.finishedAt]),
    ),
  });
}

function stateOf(pass: PassResult): StoredPass['state'] {
  if (!pass.snapshot) {
    return 'unreachable';
  }
  return pass.held ? 'held' : 'managing';
}
