import type { Admin } from './Admin';
import type { App, Town } from './Town';

/** Pods of one app, of one age. */
export type Pod = Pick<
  App,
  'name' | 'namespace' | 'account' | 'label' | 'port' | 'protocol'
>;

/** The pods that run in a town, one of each app and age. */
export class Pods {
  readonly #admin: Admin;
  readonly #running = new Map<string, Pod>();
  #number = 0;

  constructor(admin: Admin) {
    this.#admin = admin;
  }

  list(): Pod[] {
    return [...this.#running.values()];
  }

  /** Names at the API server, in order. */
  names(): string[] {
    return [...this.#running.keys()].sort();
  }

  /** Starts what is missing of the apps as they are declared now. */
  async surge(town: Town): Promise<void> {
    for (const app of town.apps) {
      if (!this.list().some(pod => isPodOf(pod, app))) {
        await this.#start(app);
      }
    }
  }

  /** Ends pods that are older than what is declared. */
  async retire(town: Town): Promise<void> {
    for (const [id, pod] of this.#running) {
      if (!town.apps.some(app => isPodOf(pod, app))) {
        this.#running.delete(id);
        await this.#admin.deletePod(pod.namespace, id);
      }
    }
  }

  async #start(app: App): Promise<void> {
    const { name, namespace, account, label, port, protocol } = app;
    this.#number += 1;
    const id = `${name}-${this.#number}`;
    await this.#admin.createAccount(namespace, account);
    const isThere = await this.#admin.createPod({
      name: id,
      namespace,
      account,
      port,
      labels: { app: label },
    });
    // An app that vanished on its way to a new namespace never gets there.
    if (isThere) {
      const pod = { name, namespace, account, label, port, protocol };
      this.#running.set(id, pod);
    }
  }
}

export function isPodOf(pod: Pod, app: App): boolean {
  return (
    pod.name === app.name &&
    pod.namespace === app.namespace &&
    pod.account === app.account &&
    pod.label === app.label &&
    pod.port === app.port
  );
}
