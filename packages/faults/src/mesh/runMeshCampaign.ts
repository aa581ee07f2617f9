import { startControlPlane } from '@meshwright/control-plane';
import { Postgres } from '../backend/Postgres';
import { runOnce, type RunResult } from './runOnce';
import { Scene } from './Scene';
import { type MeshSummary, Tally } from './Tally';

/**
 * Runs that are under way at the same time: most of the time one of them waits
 * for a lease, a server or a second try.
 */
const AT_ONCE = 10;

/** Servers written in Go collect garbage so much more rarely. */
const GOGC = '400';

type Options = {
  runs: number;
  seed: string;
  only?: number;
  tell: (line: string) => void;
  /** Ends early; runs that are under way then do not count. */
  cut?: Promise<void>;
};

/** Runs on real servers, of which each run may kill one. */
export async function runMeshCampaign(options: Options): Promise<MeshSummary> {
  process.env.GOGC ??= GOGC;
  const postgres = await Postgres.start();
  try {
    const server = await startControlPlane({
      controllers: ['serviceaccount-controller'],
      auditReads: false,
      log: options.tell,
    });
    try {
      const database = { postgres };
      const scene = await Scene.start({ server, database });
      try {
        return await runAll(scene, { ...options, strikes: true });
      } finally {
        await scene.stop();
      }
    } finally {
      await server.stop();
    }
  } finally {
    await postgres.stop();
  }
}

/** Some runs at once, on servers that are there. */
export async function runAll(
  scene: Scene,
  options: Options & { strikes: boolean },
): Promise<MeshSummary> {
  const { runs, only, tell } = options;
  const left = Array.from({ length: runs }, (_, index) => index).filter(
    index => only === undefined || only === index,
  );
  const tally = new Tally();
  const work = async (_: unknown, place: number) => {
    const slot = await scene.openSlot(`town_${place}`);
    for (let index = left.shift(); index !== undefined; index = left.shift()) {
      const result = await runOnce({ ...options, scene, slot, index });
      tally.note(result);
      report(result, { ...options, index });
      if (tally.runs % 10 === 0) {
        tell(JSON.stringify(tally.summarize()));
      }
    }
    await slot.close();
  };
  const places = Math.min(AT_ONCE, left.length);
  const all = Promise.all(Array.from({ length: places }, work));
  await Promise.race([all, ...(options.cut ? [options.cut] : [])]);
  tell(`What went wrong: ${tally.describeFaults(scene)}`);
  return tally.summarize();
}

function report(result: RunResult, options: Options & { index: number }): void {
  const { runs, seed, index, tell } = options;
  const again = `npm run -s faults -- mesh --runs ${runs} --seed ${seed} --only ${index}`;
  const { lost, widened, duplicated, leaked, astray } = result;
  const findings = { lost, widened, duplicated, leaked, astray };
  for (const [kind, sentences] of Object.entries(findings)) {
    for (const sentence of sentences.slice(0, 5)) {
      tell(`Run ${index}, ${kind}: ${sentence}. Repeat it with: ${again}`);
    }
  }
}
