import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Job, Report } from './protocol';

/** Far beyond what counts as slow: by then it never comes back. */
const HANGS_MS = 20_000;
const READY_MS = 180_000;
/** What it may hold at most. */
const HEAP_MB = 1_024;

export type Thrown = {
  target: string;
  count: number;
  /** Of one attempt, in milliseconds. */
  slowest: number;
  /** The most that the process held. */
  megabytes: number;
  findings: Array<{ number: number; text: string }>;
};

/** Throws hostile input at a target until the job is done or it breaks. */
export function throwAt(job: Job): Promise<Thrown> {
  const thrown: Thrown = {
    ...{ target: job.target, count: 0, slowest: 0, megabytes: 0 },
    findings: [],
  };
  // Only ever run from source, in this repository.
  // eslint-disable-next-line no-restricted-syntax
  const child = fork(join(__dirname, 'thrower.ts'), {
    execArgv: [...process.execArgv, `--max-old-space-size=${HEAP_MB}`],
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let last = job.from;
  let said = '';
  let isDone = false;
  const guard = (milliseconds: number) =>
    setTimeout(() => {
      said = `It did not come back within ${milliseconds / 1000} s`;
      child.kill('SIGKILL');
    }, milliseconds);
  let timer = guard(READY_MS);
  child.stderr?.on('data', data => {
    said = (said + data).slice(-2_000);
  });
  child.on('message', (report: Report) => {
    clearTimeout(timer);
    timer = guard(report.type === 'end' ? READY_MS : HANGS_MS);
    if (report.type === 'attempt') {
      last = report.number;
      thrown.count += 1;
    } else if (report.type === 'finding') {
      thrown.findings.push({ number: report.number, text: report.text });
    } else if (report.type === 'end') {
      isDone = true;
      thrown.slowest = report.slowest;
      thrown.megabytes = report.megabytes;
    }
  });
  child.send(job);
  return new Promise(resolve => {
    child.once('exit', () => {
      clearTimeout(timer);
      if (!isDone) {
        thrown.findings.push({ number: last, text: `It died: ${said}` });
      }
      resolve(thrown);
    });
  });
}
