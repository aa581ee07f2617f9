import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { Child } from '../backend/Child';
import type { Command } from './backend/protocol';

/** One of several backends: a process that can be killed, or frozen. */
export class Replica {
  /** Also its user at the API servers. */
  readonly name: string;
  readonly #child: Child<Command>;

  private constructor(name: string, child: Child<Command>) {
    this.name = name;
    this.#child = child;
  }

  /** It prints to the file `log`. */
  static async start({
    log,
    ...options
  }: Omit<Extract<Command, { type: 'start' }>, 'type'> & {
    log: string;
  }): Promise<Replica> {
    const child = Child.start<Command>(
      resolvePackagePath('@meshwright/faults', 'src/replicas/backend/main.ts'),
      {
        log,
        execArgv: [
          '--no-deprecation',
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        ],
      },
    );
    await child.send({ type: 'start', ...options });
    return new Replica(options.name, child);
  }

  hint = (entity: Entity) => this.#child.send<void>({ type: 'hint', entity });

  pass = (cluster: string) => this.#child.send<void>({ type: 'pass', cluster });

  kill = () => this.#child.signal('SIGKILL');

  freeze = () => this.#child.signal('SIGSTOP');

  thaw = () => this.#child.signal('SIGCONT');
}
