import { edgeSpec } from './edgeSpec';
import { FAULT_KINDS } from './faultKinds';
import { judge, listIds } from './judge';
import { Random } from './Random';
import { runOnce, type Trial } from './runOnce';
import { Scene } from './Scene';

export type CampaignSummary = {
  runs: number;
  converged: number;
  duplicates: number;
  orphans: number;
  wrongErrors: number;
};

type Options = {
  runs: number;
  seed: string;
  only?: number;
  tell: (line: string) => void;
};

/**
 * Provisions a cluster once for each combination of a request and a fault,
 * in an order that the seed gives, as many times as asked for.
 */
export async function runAzureCampaign(
  options: Options,
): Promise<CampaignSummary> {
  const scene = await Scene.start();
  try {
    return await runTrials(scene, options);
  } finally {
    await scene.stop();
  }
}

async function runTrials(
  scene: Scene,
  { runs, seed, only, tell }: Options,
): Promise<CampaignSummary> {
  const spec = edgeSpec();
  const clean = await runOnce({ scene, spec, run: 'clean' });
  if (clean.state !== 'succeeded') {
    const { state, message, failures } = clean;
    throw new Error(
      `Without any fault the run is ${state}: ${message} ${JSON.stringify(
        failures,
      )}`,
    );
  }
  const expected = new Set(listIds(clean));
  tell(
    `A run without faults: ${clean.requests} requests, ${expected.size} resources`,
  );
  const trials = listTrials({ requests: clean.requests, runs, seed });
  const summary = {
    ...{ runs: 0, converged: 0, duplicates: 0, orphans: 0, wrongErrors: 0 },
  };
  for (const [index, trial] of trials.entries()) {
    if (only !== undefined && only !== index) {
      continue;
    }
    const findings = await runTrial({ scene, trial, index, expected, summary });
    for (const finding of findings) {
      tell(
        `Run ${index} (${trial.fault.name} at request ${trial.request}): ${finding}. Repeat it with: npm run -s faults -- azure --runs ${runs} --seed ${seed} --only ${index}`,
      );
    }
    if (summary.runs % 100 === 0) {
      tell(JSON.stringify(summary));
    }
  }
  return summary;
}

async function runTrial(options: {
  scene: Scene;
  trial: Trial;
  index: number;
  expected: ReadonlySet<string>;
  summary: CampaignSummary;
}): Promise<string[]> {
  const { scene, trial, index, expected, summary } = options;
  const spec = edgeSpec();
  const run = `run-${index}`;
  const outcome = await runOnce({ scene, spec, run, trial });
  const verdict = await judge({ spec, outcome, trial, expected });
  summary.runs += 1;
  summary.converged += verdict.converged ? 1 : 0;
  summary.duplicates += verdict.duplicates.length;
  summary.orphans += verdict.orphans.length;
  summary.wrongErrors += verdict.wrongErrors.length;
  return [
    ...(verdict.converged
      ? []
      : [`it ended ${outcome.state}, not as planned: ${outcome.last}`]),
    ...verdict.duplicates,
    ...verdict.orphans.map(id => `${id} was left behind`),
    ...verdict.wrongErrors,
  ];
}

/** Every request with every fault, and from the start again. */
function listTrials(options: {
  requests: number;
  runs: number;
  seed: string;
}): Trial[] {
  const { requests, runs, seed } = options;
  const all = FAULT_KINDS.flatMap(fault =>
    Array.from({ length: requests }, (_, index) => ({
      fault,
      request: index + 1,
    })),
  );
  const order = new Random(seed).shuffle(all);
  return Array.from(
    { length: runs },
    (_, index) => order[index % order.length],
  );
}
