import { Random } from '../azure/Random';
import { changeTown, decideSomething, prepareTown } from './changeTown';
import type { Declared } from './findDropped';
import { findDuplicates } from './findDuplicates';
import { findLeaks } from './findLeaks';
import { judgePhase } from './judgePhase';
import { listCalls } from './listCalls';
import { MeshRun } from './MeshRun';
import type { ObjectEvent } from './Recording';
import { type Scene, STRIKES } from './Scene';
import type { Slot } from './Slot';
import { createTown } from './Town';

const KILL_SHARE = 0.35;
const STRIKE_SHARE = 0.03;

/** What became of one run; all but the times are sentences. */
export type RunResult = {
  lost: string[];
  widened: string[];
  duplicated: string[];
  leaked: string[];
  /** Why it did not get where it was to be. */
  astray: string[];
  convergeMs: number[];
  faults: ReadonlyMap<string, number>;
};

/** One town, from nothing through a few changes, while things go wrong. */
export async function runOnce(options: {
  scene: Scene;
  slot: Slot;
  seed: string;
  index: number;
  /** Whether servers that others use too may be killed. */
  strikes: boolean;
}): Promise<RunResult> {
  const { scene, slot, seed, index } = options;
  const random = new Random(`mesh ${seed} ${index}`);
  const town = createTown(`r${index}`, random);
  const run = await MeshRun.start({ scene, slot, town, random });
  const result: RunResult = {
    ...{ lost: [], widened: [], duplicated: [], leaked: [], astray: [] },
    convergeMs: [],
    faults: run.faults.counts,
  };
  const events: ObjectEvent[] = [];
  const phase = async (name: string, change: Change) => {
    if (result.astray.length === 0) {
      await makePhase({ run, result, events, name, change, ...options });
    }
  };
  try {
    await prepareTown(run);
    await run.present();
    run.recording.cut();
    await run.startReplica();
    await phase('the first pass', async () => []);
    await rollPods(run, phase);
    for (let left = 2 + random.below(2); left > 0; left -= 1) {
      const change = random.chance(0.6) ? changeTown : decideSomething;
      await phase('a change', () => change(run));
      await rollPods(run, phase);
    }
    const audit = scene.takeAudit(run.user);
    // Pods that went last may have led to writes after the last phase.
    await run.present();
    events.push(...run.recording.cut().events);
    result.duplicated.push(
      ...findDuplicates({ events, audit, untold: run.untold.flat() }),
    );
    result.leaked.push(
      ...findLeaks(run.canaries, {
        'a log or an error': run.said.join('\n'),
        'the database': await run.slot.dump(),
        'an object': JSON.stringify(events.map(({ object }) => object)),
      }),
    );
  } catch (error) {
    result.astray.push(`it broke off: ${error}`);
  } finally {
    await run.stop();
  }
  return result;
}

/** Returns what it did, in words; may tell of states on the way. */
type Change = () => Promise<string[]>;

type Phase = (name: string, change: Change) => Promise<void>;

/** New pods come, then old ones go; passes may be made in between or not. */
async function rollPods(run: MeshRun, phase: Phase): Promise<void> {
  const { pods, random } = run;
  await pods.surge(run.town);
  if (random.chance(0.5)) {
    await phase('new pods', async () => []);
  }
  await pods.retire(run.town);
  if (random.chance(0.5)) {
    await phase('old pods went', async () => []);
  }
}

async function makePhase(options: {
  scene: Scene;
  run: MeshRun;
  result: RunResult;
  events: ObjectEvent[];
  name: string;
  change: Change;
  strikes: boolean;
}): Promise<void> {
  const { scene, run, result, events, change } = options;
  const { random, faults, recording, world } = run;
  const calls = listCalls(run.pods.list());
  const declared = [await readDeclared(run)];
  faults.begin({ kill: random.chance(KILL_SHARE) });
  const done = await withStates(run, declared, change);
  const name = [options.name, ...done].join(', ');
  run.trigger();
  if (options.strikes && random.chance(STRIKE_SHARE)) {
    await scene.strike(random.pick(STRIKES), random.below(2_000));
  }
  await run.untilTroubled(15 + random.below(60));
  faults.end();
  const milliseconds = await run.untilConverged();
  if (milliseconds === undefined) {
    result.astray.push(
      `${name}: it does not come to an end: ${run.describeLastPass()}`,
    );
    return;
  }
  result.convergeMs.push(milliseconds);
  const objects = await run.present();
  const history = recording.cut();
  events.push(...history.events);
  const verdict = judgePhase({
    ...{ name, history, objects, calls, world },
    declared: [...declared, await readDeclared(run)],
  });
  result.lost.push(...verdict.lost);
  result.widened.push(...verdict.widened);
  result.astray.push(...verdict.astray);
}

async function readDeclared(run: MeshRun): Promise<Declared> {
  const model = await run.readModel();
  return { town: run.town, model };
}

/** Makes a change, and keeps what is declared at each of its steps. */
async function withStates(
  run: MeshRun,
  declared: Declared[],
  change: Change,
): Promise<string[]> {
  run.onStep = async () => {
    declared.push(await readDeclared(run));
  };
  const done = await change();
  run.onStep = undefined;
  return done;
}
