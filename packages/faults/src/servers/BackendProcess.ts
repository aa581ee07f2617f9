import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { Approval } from '@meshwright/plugin-mesh-common';
import { Child } from '../backend/Child';
import type { Command, PassReport, Started, Usage } from './backend/protocol';

/** The backend in a process of its own, so that its memory is its own. */
export class BackendProcess {
  readonly #child: Child<Command>;
  approvals: Approval[] = [];
  /** Where its HTTP API listens. */
  url = '';

  private constructor(child: Child<Command>) {
    this.#child = child;
  }

  static async start(
    options: Omit<Extract<Command, { type: 'start' }>, 'type'>,
  ): Promise<BackendProcess> {
    const main = resolvePackagePath(
      '@meshwright/faults',
      'src/servers/backend/main.ts',
    );
    const child = Child.start<Command>(main, {
      execArgv: [
        ...process.execArgv.filter(flag => !flag.startsWith('--cpu-prof')),
        '--expose-gc',
        // More than it should ever need: what it needs is measured.
        '--max-old-space-size=8192',
        ...(process.env.BENCH_BACKEND_FLAGS ?? '').split(' ').filter(Boolean),
      ],
    });
    const backend = new BackendProcess(child);
    const { port, approvals } = await child.send<Started>({
      type: 'start',
      ...options,
    });
    backend.approvals = approvals;
    backend.url = `http://127.0.0.1:${port}/api/mesh/v1`;
    return backend;
  }

  pass = () => this.#child.send<PassReport>({ type: 'pass' });

  /** Resolves when it has nothing to do. */
  settle = () => this.#child.send<void>({ type: 'settle' });

  edit = (entity: Entity) => this.#child.send<void>({ type: 'edit', entity });

  usage = () => this.#child.send<Usage>({ type: 'usage' });

  stop = () => this.#child.stop();
}
