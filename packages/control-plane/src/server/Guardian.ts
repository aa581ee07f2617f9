import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Reads process ids until its input ends, which it does when we die. */
const script = `
pids=""
while read -r pid; do pids="$pids $pid"; done
for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
rm -rf "$1"
`;

/**
 * Ends processes and removes a folder when this process ends, however it
 * ends: a small shell of its own outlives us for that.
 */
export class Guardian {
  readonly #shell: ChildProcess;

  constructor(folder: string) {
    this.#shell = spawn('/bin/sh', ['-c', script, 'guardian', folder], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#shell.unref();
  }

  watch(pid: number): void {
    this.#shell.stdin?.write(`${pid}\n`);
  }

  /** Ends what is still running, and removes the folder. */
  async finish(): Promise<void> {
    // From here on it is waited for.
    this.#shell.ref();
    const ended = once(this.#shell, 'exit');
    this.#shell.stdin?.end();
    await ended;
  }
}
