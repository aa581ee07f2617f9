import { startControlPlane } from '@meshwright/control-plane';
import { Postgres } from './Postgres';
import { runOnce, type RunResult } from './runOnce';
import { Scene } from './Scene';

/** Runs that are under way at the same time. */
const AT_ONCE = 4;

export type MeshSummary = {
  runs: number;
  converged: number;
  lost: number;
  widened: number;
  duplicated: number;
  leaked: number;
  convergeMs: { median: number; p99: number };
};

type Options = {
  runs: number;
  seed: string;
  only?: number;
  tell: (line: string) => void;
};

/** Runs on real servers, of which each run may kill one. */
export async function runMeshCampaign(options: Options): Promise<MeshSummary> {
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
  await Promise.all(Array.from({ length: AT_ONCE }, work));
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

/** The sums over runs. */
class Tally {
  runs = 0;
  #converged = 0;
  readonly #found = { lost: 0, widened: 0, duplicated: 0, leaked: 0 };
  readonly #times: number[] = [];
  readonly #faults = new Map<string, number>();

  note(result: RunResult): void {
    this.runs += 1;
    this.#converged += result.astray.length === 0 ? 1 : 0;
    this.#found.lost += result.lost.length;
    this.#found.widened += result.widened.length;
    this.#found.duplicated += result.duplicated.length;
    this.#found.leaked += result.leaked.length;
    this.#times.push(...result.convergeMs);
    for (const [name, count] of result.faults) {
      this.#faults.set(name, (this.#faults.get(name) ?? 0) + count);
    }
  }

  describeFaults({ strikes }: Scene): string {
    return [...this.#faults, ...strikes]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  }

  summarize(): MeshSummary {
    const times = this.#times.sort((a, b) => a - b);
    const at = (share: number) =>
      times[Math.min(Math.floor(times.length * share), times.length - 1)] ?? 0;
    return {
      runs: this.runs,
      converged: this.#converged,
      ...this.#found,
      convergeMs: { median: Math.round(at(0.5)), p99: Math.round(at(0.99)) },
    };
  }
}
