import type { AuditorService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  type ChangeResult,
  type CompiledCluster,
  type PassResult,
  type Plan,
} from '@meshwright/plugin-mesh-common';
import type { MeshConfig } from '../config';
import type { StoredPass } from '../database';
import { applyPlan } from './applyPlan';
import { auditPass } from './auditPass';
import type { PassModel } from './buildPassModel';
import { carryWarnings } from './carryWarnings';
import { delayRepairs } from './delayRepairs';
import { deriveAppliedDigests } from './deriveAppliedDigests';
import { writeConfiguration } from './deriveExpected';
import { findDrift } from './findDrift';
import type { ManagedCluster } from './ManagedCluster';
import { type Observation, readRecords } from './observeCluster';
import { CONFIGURATION_KEY, planPass } from './planPass';
import { sleep } from './sleep';
import type { StatusRecorder } from './StatusRecorder';
import { createStoredPass, describePass } from './storedPass';
import { dropSettled, untilSettled } from './untilSettled';

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
  recorder: StatusRecorder;
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
  const { plan, drifted, driftedSince } = planWithDrift(options);
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
    settling: lastPass?.settling ?? {},
    traffic: seen.traffic,
    gaps: seen.gaps,
  };
  const hasChanges = plan.waves.some(wave => wave.length > 0);
  const isDriftNew = drifted.some(key => !lastPass?.driftedSince?.[key]);
  if (hasChanges && (isDriftNew || lastPass?.state !== 'managing')) {
    // Pages show drift before it is repaired, and a first pass that is
    // interrupted must not look like a database that was lost.
    const stored = remember({ ...options, pass: before, plan, driftedSince });
    await recorder.record({ pass: before, stored, built, compiled });
  }
  const results = hasChanges ? await applyAudited(plan, options) : [];
  recorder.repairs.note(drifted.filter(wasApplied(results)), now());
  const pass = await readBack({ before, results, options });
  return {
    pass,
    stored: remember({ ...options, pass, plan, driftedSince }),
  };
}

/**
 * The plan of a pass. Drift is left alone until it was shown for a while;
 * what is to change anyway never waits for it.
 */
function planWithDrift(options: Options) {
  const { compiled, lastPass, seen, config, now, built } = options;
  const context = {
    built,
    compiled,
    snapshot: seen.snapshot,
    liveRecords: seen.records,
    hold: config.hold,
    guarded: options.guarded,
    lastPass,
    now: now(),
  };
  const plan = planPass(context);
  const drifted = findDrift({
    plan,
    compiled,
    appliedDigests: lastPass?.appliedDigests ?? {},
  });
  const { driftedSince, waiting } = delayRepairs({
    drifted,
    lastPass,
    now: now(),
    repairAfterSeconds: config.repairAfterSeconds,
  });
  return {
    plan:
      waiting.size > 0 ? planPass({ ...context, untouched: waiting }) : plan,
    drifted,
    driftedSince,
  };
}

async function applyAudited(
  plan: Plan,
  options: Options,
): Promise<ChangeResult[]> {
  const { managed, lastPass, config, signal, auditor, writes } = options;
  const { pause = takeTime, now } = options;
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

/** Reads the cluster again, but only when something was written. */
async function readBack(context: {
  before: PassResult;
  results: ChangeResult[];
  options: Options;
}): Promise<PassResult> {
  const { before, results, options } = context;
  const { managed, now, signal, config, compiled } = options;
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
  pass.settling = dropSettled(pass, config.settleSeconds);
  return pass;
}

/** Tells whether the change of a key took effect. */
function wasApplied(results: ChangeResult[]): (key: string) => boolean {
  const applied = new Set(
    results
      .filter(({ outcome }) => outcome === 'applied')
      .map(({ change }) => change.key),
  );
  return key => applied.has(key);
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
