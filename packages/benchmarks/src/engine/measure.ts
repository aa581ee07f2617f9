import type { Measurement, MeasurementResult, Spread, Subject } from './types';

/** Runs a measurement several times, after one run that does not count. */
export function measure(
  measurement: Measurement,
  subject: Subject,
  runs: number,
): MeasurementResult {
  const { about, prepare, count } = measurement;
  const run = prepare(subject);
  run();
  const walls: number[] = [];
  const cpus: number[] = [];
  for (let number = 0; number < runs; number += 1) {
    const before = process.cpuUsage();
    const start = performance.now();
    run();
    walls.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    cpus.push((user + system) / 1000);
  }
  const things = count?.(subject);
  const rates = (times: number[], all: number) =>
    toSpread(times.map(time => (all * 1000) / time));
  return {
    about,
    runs,
    milliseconds: toSpread(walls),
    cpuMilliseconds: toSpread(cpus),
    ...(things !== undefined && {
      perSecond: rates(walls, things),
      perCpuSecond: rates(cpus, things),
    }),
    peakMegabytes: readPeak(),
  };
}

/** Megabytes that the process occupied at most. */
export function readPeak(): number {
  return round(process.resourceUsage().maxRSS / 1024);
}

function toSpread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    round(sorted[Math.round(share * (sorted.length - 1))] ?? 0);
  return { min: at(0), median: at(0.5), max: at(1) };
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000;
}
