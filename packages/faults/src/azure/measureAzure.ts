import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import type { ArmCore } from '@meshwright/sandbox';
import { createAzure } from './createAzure';
import { createReplica } from './createReplica';
import { edgeSpec } from './edgeSpec';
import { Scene } from './Scene';
import { type CampaignClock, VirtualClock, wallClock } from './VirtualClock';

/** How many times faster than Azure the clock on the wall runs. */
const SPEED = 10;

/** Finer than anything that is measured. */
const FINE_MS = 20;

type Way = {
  limits?: Readonly<Record<string, number>>;
  pollMs?: number;
  speed?: number;
  clock?: CampaignClock;
};

type Measured = {
  seconds: number;
  /** All steps one after the other, as long as each of them took. */
  serialSeconds: number;
  requests: number;
  writes: number;
};

/**
 * How long provisioning takes in the sandbox's Azure, against the longest
 * chain of steps and against one step after the other; and what is sent.
 */
export async function measureAzure(): Promise<object> {
  const scene = await Scene.start();
  try {
    const bound = await make(scene, {
      pollMs: FINE_MS,
      limits: { '*': 1_000 },
    });
    const ours = await make(scene, {});
    const onWall = await make(scene, { speed: SPEED, clock: wallClock });
    return {
      speed: SPEED,
      azureSeconds: {
        longestChain: bound.seconds,
        provisioner: ours.seconds,
        oneAfterTheOther: ours.create.serialSeconds,
      },
      overLongestChain: round(ours.seconds / bound.seconds),
      timesFasterThanSerial: round(ours.create.serialSeconds / ours.seconds),
      wall: {
        seconds: onWall.seconds,
        longestChainSeconds: round(bound.seconds / SPEED),
        overLongestChain: round((onWall.seconds * SPEED) / bound.seconds),
      },
      planned: ours.planned,
      sent: { create: ours.create, again: ours.again, change: ours.change },
      residentMegabytes: Math.round(process.memoryUsage().rss / 2 ** 20),
    };
  } finally {
    await scene.stop();
  }
}

async function make(scene: Scene, way: Way) {
  const clock = way.clock ?? new VirtualClock(Date.parse('2026-01-01'));
  const spec = edgeSpec();
  const arm = await createAzure({ spec, clock, speed: way.speed });
  const work = { ...way, scene, arm, clock };
  const planned = await readPlan(work, spec);
  const create = await run({ ...work, spec, id: 'create' });
  const again = await run({ ...work, spec, id: 'again' });
  const nodes = { ...spec.nodes, max: spec.nodes.max + 1 };
  const change = await run({ ...work, spec: { ...spec, nodes }, id: 'change' });
  return { seconds: create.seconds, planned, create, again, change };
}

type Work = Way & { scene: Scene; arm: ArmCore; clock: CampaignClock };

async function readPlan(work: Work, spec: MeshClusterSpec) {
  const plan = await createReplica({
    ...work,
    watch: () => false,
  }).plan(spec);
  return {
    steps: plan.steps.length,
    criticalPathSeconds: plan.criticalPath.seconds,
  };
}

async function run(
  work: Work & { spec: MeshClusterSpec; id: string },
): Promise<Measured> {
  const { scene, arm, clock, spec, id } = work;
  await scene.clear();
  await scene.addRun({ id, spec });
  arm.journal.clear();
  const before = { requests: arm.journal.requests, at: clock.now() };
  const { engine } = createReplica({ ...work, watch: () => false });
  await engine.execute(id);
  const end = await scene.stores.runs.get(id);
  if (end?.state !== 'succeeded') {
    throw new Error(`The run '${id}' ended ${end?.state}: ${end?.message}`);
  }
  return {
    seconds: round((clock.now() - before.at) / 1000),
    serialSeconds: await sumSteps(scene, id),
    requests: arm.journal.requests - before.requests,
    writes: arm.journal.entries().length,
  };
}

async function sumSteps(scene: Scene, id: string): Promise<number> {
  const steps = await scene.stores.runs.listSteps(id);
  const milliseconds = steps.map(({ startedAt, endedAt }) =>
    startedAt && endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : 0,
  );
  return round(milliseconds.reduce((sum, one) => sum + one, 0) / 1000);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
