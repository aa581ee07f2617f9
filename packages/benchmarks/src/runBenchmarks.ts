import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { measureSize } from './engine/measureSize';
import type { SizeResult } from './engine/types';
import { readArguments, USAGE } from './readArguments';

export type Terminal = {
  write(text: string): void;
  warn(text: string): void;
};

export type BenchmarkReport = {
  suite: 'engine';
  node: string;
  processor: string;
  sizes: SizeResult[];
};

/** Measures each size in a process of its own, for its memory's sake. */
export function runBenchmarks(
  args: readonly string[],
  terminal: Terminal,
): number {
  const given = readArguments(args);
  if (!given) {
    terminal.warn(USAGE);
    return 2;
  }
  const { sizes, runs, only, inProcess } = given;
  const log = (text: string) => terminal.warn(`${text}\n`);
  const report: BenchmarkReport = {
    suite: 'engine',
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    sizes: sizes.map(services =>
      inProcess
        ? measureSize({ services, runs, only, log })
        : measureElsewhere(args, services),
    ),
  };
  terminal.write(`${JSON.stringify(report, undefined, 2)}\n`);
  return 0;
}

function measureElsewhere(args: readonly string[], size: number): SizeResult {
  const [, main = ''] = process.argv;
  const output = execFileSync(
    process.execPath,
    [
      ...process.execArgv,
      main,
      ...args,
      ...['--sizes', String(size), '--in-process'],
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [result] = (JSON.parse(output) as BenchmarkReport).sizes;
  if (!result) throw new Error(`Nothing was measured for ${size} services`);
  return result;
}
