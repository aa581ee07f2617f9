import { parseArgs } from 'node:util';

export type CampaignArguments = {
  campaign: 'azure' | 'mesh';
  runs: number;
  /** Any decimal number, as text. */
  seed: string;
  /** Only this run of the campaign. */
  only?: number;
};

export const USAGE = `Usage: npm run -s faults -- azure [--runs 2000] [--seed 1] [--only N]
       npm run -s faults -- mesh [--runs 200] [--seed 1] [--only N]

azure provisions a cluster in the sandbox's Azure over and over, with one
fault in each run. mesh changes what is declared on a real Kubernetes API and
a real PostgreSQL, while requests fail and servers are killed. Each prints one
JSON object as its last line.
`;

const RUNS = { azure: 2000, mesh: 200 };

/** Undefined when they make no sense. */
export function readArguments(
  args: readonly string[],
): CampaignArguments | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: {
      runs: { type: 'string' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
    },
  });
  const [campaign] = positionals;
  if (positionals.length !== 1 || !isCampaign(campaign)) {
    return undefined;
  }
  const runs = Number(values.runs ?? RUNS[campaign]);
  const seed = String(values.seed);
  const only = values.only === undefined ? undefined : Number(values.only);
  const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 0;
  if (
    !isWhole(runs) ||
    runs === 0 ||
    !/^\d+$/.test(seed) ||
    (only !== undefined && !isWhole(only))
  ) {
    return undefined;
  }
  return { campaign, runs, seed, ...(only !== undefined && { only }) };
}

function isCampaign(name: string): name is CampaignArguments['campaign'] {
  return Object.hasOwn(RUNS, name);
}
