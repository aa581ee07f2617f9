import { parseArgs } from 'node:util';
import { measurements } from './engine/measurements';

export type BenchmarkArguments = {
  sizes: number[];
  runs: number;
  /** Names of measurements; all when absent. */
  only?: string[];
  /** True in the process that measures one size. */
  inProcess: boolean;
};

export const USAGE = `Usage: npm run -s bench -- azure
       npm run -s bench -- engine [--sizes 100,1000,10000] [--runs 5] [--only NAME,...]

Prints one JSON object to standard output. Names of measurements:
${measurements.map(({ name, about }) => `  ${name}: ${about}`).join('\n')}
`;

/** Undefined when they make no sense. */
export function readArguments(
  args: readonly string[],
): BenchmarkArguments | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: {
      sizes: { type: 'string', default: '100,1000,10000' },
      runs: { type: 'string', default: '5' },
      only: { type: 'string' },
      'in-process': { type: 'boolean', default: false },
    },
  });
  const sizes = String(values.sizes).split(',').map(Number);
  const runs = Number(values.runs);
  const only = values.only ? String(values.only).split(',') : undefined;
  const isNumber = (value: number) => Number.isInteger(value) && value > 0;
  const isKnown = (name: string) =>
    measurements.some(measurement => measurement.name === name);
  if (
    positionals.join() !== 'engine' ||
    ![...sizes, runs].every(isNumber) ||
    only?.some(name => !isKnown(name))
  ) {
    return undefined;
  }
  return { sizes, runs, only, inProcess: values['in-process'] === true };
}
