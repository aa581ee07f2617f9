import type { ArmCore } from '@meshwright/sandbox';
import type {
  MeshClusterSpec,
  StepError,
} from '@meshwright/plugin-mesh-common';
import { createAzure } from './createAzure';
import { createReplica, type Replica } from './createReplica';
import type { FaultKind } from './faultKinds';
import type { Scene } from './Scene';
import { VirtualClock } from './VirtualClock';

/** When the clock of each run begins; any time does. */
const START = Date.parse('2026-01-01T00:00:00.000Z');

/** Processes that one run may need. */
const MOST_PROCESSES = 2;

/** What goes wrong, and at which request. */
export type Trial = { fault: FaultKind; request: number };

/** A step that failed, and what it said. */
export type Failure = { title: string; error: StepError };

/** What a run came to. */
export type Outcome = {
  arm: ArmCore;
  clock: VirtualClock;
  replica: Replica;
  run: string;
  /** Requests to Azure until the run ended for the first time. */
  requests: number;
  /** How the run ended before anybody asked it to go on. */
  firstState: string;
  /** What it said then: of the whole, and of each step that failed. */
  message: string;
  failures: Failure[];
  /** The same of the end. */
  last: string;
  state: string;
};

/** Provisions a cluster in an Azure of its own. */
export async function runOnce(options: {
  scene: Scene;
  spec: MeshClusterSpec;
  run: string;
  trial?: Trial;
}): Promise<Outcome> {
  const { scene, spec, run, trial } = options;
  const clock = new VirtualClock(START);
  const arm = await createAzure({ spec, clock });
  const seeded = arm.journal.requests;
  if (trial?.fault.fault) {
    arm.faults.add({ ...trial.fault.fault, nth: trial.request, times: 1 });
  }
  await scene.clear();
  await scene.addRun({ id: run, spec });
  let replica = await carryOut({ ...options, arm, clock, seeded });
  const requests = arm.journal.requests - seeded;
  const { state: firstState = 'gone', message = '' } =
    (await scene.stores.runs.get(run)) ?? {};
  const failures = await listFailures(scene, run);
  if (firstState === 'failed') {
    const at = new Date(clock.now()).toISOString();
    await scene.stores.runs.resume(run, {
      at,
      level: 'info',
      message: 'again',
    });
    replica = await carryOut({ ...options, arm, clock, seeded });
  }
  const { state = 'gone', message: last = '' } =
    (await scene.stores.runs.get(run)) ?? {};
  return {
    ...{ arm, clock, replica, run, requests },
    ...{ firstState, message, failures, state, last },
  };
}

async function listFailures(scene: Scene, run: string): Promise<Failure[]> {
  const steps = await scene.stores.runs.listSteps(run);
  return steps.flatMap(({ step: { title }, error }) =>
    error ? [{ title, error }] : [],
  );
}

/** One process after another, until one lives to the end. */
async function carryOut(options: {
  scene: Scene;
  arm: ArmCore;
  clock: VirtualClock;
  run: string;
  trial?: Trial;
  /** Requests before the first process began. */
  seeded: number;
}): Promise<Replica> {
  const { scene, run, trial, seeded } = options;
  for (let count = 0; count < MOST_PROCESSES; count += 1) {
    const replica = createReplica({
      ...options,
      watch: (moment, request) =>
        // Only the first process is killed.
        count === 0 &&
        moment === trial?.fault.kill &&
        request === seeded + trial.request,
    });
    const end = await Promise.race([
      replica.engine.execute(run),
      replica.process.killed.then(() => 'killed' as const),
    ]);
    if (end !== 'killed') {
      return replica;
    }
    await scene.expireLeases();
  }
  throw new Error('The process was killed again and again');
}
