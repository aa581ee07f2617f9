import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { Approval } from '@meshwright/plugin-mesh-common';
import type { Command, PassReport, Started, Usage } from './backend/protocol';

type Answer = { id: number; result?: unknown; error?: string };
type Waiting = {
  resolve(result: unknown): void;
  reject(error: Error): void;
};

/** The backend in a process of its own, so that its memory is its own. */
export class BackendProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  approvals: Approval[] = [];
  /** Where its HTTP API listens. */
  url = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', message => this.#receive(message as Answer));
    child.on('exit', () => {
      const error = new Error('The backend has ended');
      this.#waiting.forEach(({ reject }) => reject(error));
    });
  }

  static async start(
    options: Omit<Extract<Command, { type: 'start' }>, 'type'>,
  ): Promise<BackendProcess> {
    const main = resolvePackagePath(
      '@meshwright/faults',
      'src/servers/backend/main.ts',
    );
    const child = fork(main, [], {
      execArgv: [
        ...process.execArgv.filter(flag => !flag.startsWith('--cpu-prof')),
        '--expose-gc',
        // More than it should ever need: what it needs is measured.
        '--max-old-space-size=8192',
        ...(process.env.BENCH_BACKEND_FLAGS ?? '').split(' ').filter(Boolean),
      ],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const backend = new BackendProcess(child);
    const { port, approvals } = await backend.#send<Started>({
      type: 'start',
      ...options,
    });
    backend.approvals = approvals;
    backend.url = `http://127.0.0.1:${port}/api/mesh/v1`;
    return backend;
  }

  pass = () => this.#send<PassReport>({ type: 'pass' });

  /** Resolves when it has nothing to do. */
  settle = () => this.#send<void>({ type: 'settle' });

  edit = (entity: Entity) => this.#send<void>({ type: 'edit', entity });

  usage = () => this.#send<Usage>({ type: 'usage' });

  async stop(): Promise<void> {
    if (this.#child.exitCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.disconnect();
      await ended;
    }
  }

  #send<T>(command: Command): Promise<T> {
    this.#last += 1;
    const id = this.#last;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, {
        resolve: result => resolve(result as T),
        reject,
      });
      this.#child.send({ id, command });
    });
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
