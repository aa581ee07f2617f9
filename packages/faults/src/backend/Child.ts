import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

/** A command, as it goes to the process. */
export type Call<C> = { id: number; command: C };
export type Answer = { id: number; result?: unknown; error?: string };
type Waiting = {
  resolve(result: unknown): void;
  reject(error: Error): void;
};

/** A process of its own that does what it is told; see `serve`. */
export class Child<C> {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  private constructor(process: ChildProcess) {
    this.#process = process;
    process.on('message', message => this.#receive(message as Answer));
    process.on('exit', () => {
      const error = new Error('The process has ended');
      this.#waiting.forEach(({ reject }) => reject(error));
      this.#waiting.clear();
    });
  }

  /**
   * Starts a module, which ends when this process does. It prints to the file
   * `log`, if there is one.
   */
  static start<C>(
    module: string,
    options: { execArgv?: readonly string[]; log?: string } = {},
  ): Child<C> {
    const log = options.log && openSync(options.log, 'a');
    const output = log || 'inherit';
    const child = fork(module, [], {
      execArgv: [...(options.execArgv ?? process.execArgv)],
      stdio: ['ignore', output, output, 'ipc'],
    });
    if (log) {
      closeSync(log);
    }
    return new Child(child);
  }

  send<T>(command: C): Promise<T> {
    this.#last += 1;
    const call: Call<C> = { id: this.#last, command };
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(call.id, {
        resolve: result => resolve(result as T),
        reject,
      });
      this.#process.send(call, error => {
        if (error) {
          reject(error);
        }
      });
    });
  }

  /** Resolves when it has ended, if the signal is one that ends it. */
  async signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill(signal);
    if (signal === 'SIGKILL') {
      await ended;
    }
  }

  async stop(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode === null && signalCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.disconnect();
      await ended;
    }
  }

  #receive({ id, result, error }: Answer) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) {
      waiting?.resolve(result);
    } else {
      waiting?.reject(new Error(error));
    }
  }
}
