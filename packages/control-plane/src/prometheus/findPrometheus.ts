import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where the programs of Prometheus are, or why they cannot be had. */
export type PrometheusAvailability =
  | {
      state: 'ready';
      prometheus: string;
      promtool: string;
      /** For example 3. */
      major: number;
    }
  | { state: 'missing'; reason: string };

function readMajor(program: string): number {
  const text = execFileSync(program, ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return Number(/version (\d+)\./.exec(text)?.[1]);
}

/** Looks for `prometheus` and `promtool` on the path. */
export function findPrometheus(): PrometheusAvailability {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const [prometheus, promtool] = ['prometheus', 'promtool'].map(name =>
      join(folder, name),
    );
    if (folder && existsSync(prometheus) && existsSync(promtool)) {
      const major = readMajor(prometheus);
      return { state: 'ready', prometheus, promtool, major };
    }
  }
  return {
    state: 'missing',
    reason: 'there is no prometheus and promtool on the path; install them',
  };
}
