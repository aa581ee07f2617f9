// `npm run -s fuzz -- --minutes M`: hostile input, thrown at what reads it.
import { parseArgs } from 'node:util';
import { TARGETS } from './createTargets';
import { throwAt, type Thrown } from './throwAt';

const USAGE = `Usage: npm run -s fuzz -- [--minutes 5] [--seed N] [--target NAME] [--only N]

Throws hostile input at what reads entities, definitions of APIs, requests,
answers of Prometheus and objects of a cluster. NAME: ${TARGETS.join(', ')}.
--only repeats one attempt. The last line is a JSON object.
`;

type Options = {
  minutes: number;
  seed: string;
  targets: readonly string[];
  only?: number;
};

function readOptions(args: string[]): Options | undefined {
  const { values } = parseArgs({
    args,
    strict: false,
    options: {
      minutes: { type: 'string', default: '5' },
      seed: { type: 'string', default: String(Date.now()) },
      target: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const minutes = Number(values.minutes);
  const only = values.only === undefined ? undefined : Number(values.only);
  const target =
    values.target === undefined ? undefined : String(values.target);
  const isKnown = !target || TARGETS.some(name => name === target);
  const isNumber = only === undefined || Number.isSafeInteger(only);
  if (!(minutes > 0) || !isKnown || !isNumber) {
    return undefined;
  }
  const targets = target ? [target] : TARGETS;
  return { minutes, seed: String(values.seed), targets, only };
}

function describe({ target, count, slowest, megabytes }: Thrown): string {
  return `${target}: ${count} attempts, the slowest took ${Math.round(
    slowest,
  )} ms; at most ${Math.round(megabytes)} MB\n`;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    process.stderr.write(USAGE);
    return 2;
  }
  const { minutes, seed, targets, only } = options;
  const all: Thrown[] = [];
  for (const target of targets) {
    const thrown = await throwAt({
      ...{ target, seed, from: only ?? 0 },
      to: only === undefined ? Number.MAX_SAFE_INTEGER : only + 1,
      milliseconds: (minutes * 60_000) / targets.length,
    });
    all.push(thrown);
    process.stdout.write(describe(thrown));
    for (const { number, text } of thrown.findings.slice(0, 10)) {
      process.stdout.write(
        `\n${text}\nAgain: npm run -s fuzz -- --target ${target} --seed ${seed} --only ${number}\n\n`,
      );
    }
  }
  const sum = (read: (one: Thrown) => number) =>
    all.reduce((total, one) => total + read(one), 0);
  const summary = {
    minutes,
    seed,
    attempts: sum(({ count }) => count),
    findings: sum(({ findings }) => findings.length),
    slowestMs: Math.round(Math.max(...all.map(({ slowest }) => slowest))),
    mostMb: Math.round(Math.max(...all.map(({ megabytes }) => megabytes))),
  };
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  return summary.findings > 0 ? 1 : 0;
}

main().then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.stderr.write(`fuzz: ${error.stack}\n`);
    process.exitCode = 3;
  },
);
