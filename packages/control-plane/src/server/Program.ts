import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Guardian } from './Guardian';

export type ProgramOptions = {
  name: string;
  path: string;
  args: string[];
  folder: string;
  guardian: Guardian;
};

/** A server that runs, and what it says, in a file. */
export class Program {
  readonly #child: ChildProcess;
  readonly #log: string;
  readonly #options: ProgramOptions;
  readonly name: string;

  constructor(options: ProgramOptions) {
    this.name = options.name;
    this.#options = options;
    this.#log = join(options.folder, `${options.name}.log`);
    const output = openSync(this.#log, 'a');
    this.#child = spawn(options.path, options.args, {
      cwd: options.folder,
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    this.#child.on('error', () => {});
    if (this.#child.pid) {
      options.guardian.watch(this.#child.pid);
    }
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get hasEnded(): boolean {
    const { pid, exitCode, signalCode } = this.#child;
    return pid === undefined || exitCode !== null || signalCode !== null;
  }

  /** The last lines that it wrote. */
  tail(): string {
    return readFileSync(this.#log, 'utf8')
      .trim()
      .split('\n')
      .slice(-8)
      .join('\n');
  }

  /** Waits until `check` holds; throws when the program ends before that. */
  async until(check: () => Promise<boolean>, seconds: number): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while (!(await check().catch(() => false))) {
      if (this.hasEnded || Date.now() > end) {
        const what = this.hasEnded
          ? 'ended'
          : `is not ready after ${seconds} s`;
        throw new Error(`${this.name} ${what}:\n${this.tail()}`);
      }
      await sleep(50);
    }
  }

  /** The same once more: same arguments, same files. */
  startAgain(): Program {
    return new Program(this.#options);
  }

  async stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (!this.hasEnded) {
      const ended = new Promise(resolve => this.#child.once('exit', resolve));
      this.#child.kill(signal);
      await ended;
    }
  }
}
