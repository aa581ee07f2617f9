import { parseArgs } from 'node:util';

export type CampaignArguments = {
  runs: number;
  /** Any decimal number, as text. */
  seed: string;
  /** Only this run of the campaign. */
  only?: number;
};

export const USAGE = `Usage: npm run -s faults -- azure [--runs 2000] [--seed 1] [--only N]

Provisions a cluster in the sandbox's Azure over and over, with one fault in
each run, and prints one JSON object as its last line.
`;

/** Undefined when they make no sense. */
export function readArguments(
  args: readonly string[],
): CampaignArguments | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: {
      runs: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
    },
  });
  const runs = Number(values.runs);
  const seed = String(values.seed);
  const only = values.only === undefined ? undefined : Number(values.only);
  const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 0;
  if (
    positionals.join() !== 'azure' ||
    !isWhole(runs) ||
    runs === 0 ||
    !/^\d+$/.test(seed) ||
    (only !== undefined && !isWhole(only))
  ) {
    return undefined;
  }
  return { runs, seed, ...(only !== undefined && { only }) };
}
