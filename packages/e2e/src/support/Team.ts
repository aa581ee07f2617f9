import type { Product } from '../startProduct';
import { Cluster } from './Cluster';
import { describeService, meshOf, type ServiceFile } from './descriptor';
import { type Files, GitRepository } from './GitRepository';
import { Person } from './Person';
import { readProduct } from './product';

/** A service of a spec, in a repository of its own. */
export type Service = {
  entityRef: string;
  namespace: string;
  repository: GitRepository;
  locationId: string;
  /** Pushes another descriptor. */
  rewrite(file: Omit<ServiceFile, 'name'>): Promise<void>;
  /** Pushes a file of this text as the descriptor, or none. */
  replace(text: string | undefined): Promise<void>;
};

/** Makes services for a spec, and takes them away again. */
export class Team {
  readonly product: Product = readProduct();
  readonly developer = new Person(this.product, 'developer');
  readonly owner = new Person(this.product, 'owner');
  readonly platform = new Person(this.product, 'platform');
  readonly cluster = new Cluster(this.product);
  readonly #cleanups: Array<() => Promise<unknown>> = [];

  /** Something to take back at the end, last first. */
  later(cleanup: () => Promise<unknown>): void {
    this.#cleanups.push(cleanup);
  }

  /** Pushes and registers a descriptor; returns before the mesh follows. */
  async addService(options: {
    name: string;
    org?: string;
    file?: Partial<Omit<ServiceFile, 'name'>>;
    text?: string;
    files?: Files;
  }): Promise<Service> {
    const { name, org = 'shop', text, files } = options;
    const file = { mesh: meshOf(name), ...options.file };
    const repository = await GitRepository.create(
      this.product,
      { owner: org, name },
      {
        'catalog-info.yaml': text ?? describeService({ name, ...file }),
        ...files,
      },
    );
    const locationId = await this.developer.register(repository.descriptor);
    const entityRef = `component:default/${name}`;
    this.later(async () => {
      await this.removeService({ entityRef, locationId });
      await repository.remove();
    });
    const replace = async (descriptor: string | undefined) => {
      await repository.push({ 'catalog-info.yaml': descriptor });
      await this.developer.refresh(entityRef);
    };
    return {
      ...{ entityRef, namespace: name, repository, locationId, replace },
      rewrite: changed => replace(describeService({ name, ...changed })),
    };
  }

  /** Out of the catalog, and out of the mesh at once. */
  async removeService(service: {
    entityRef: string;
    locationId?: string;
  }): Promise<void> {
    const { entityRef, locationId } = service;
    if (locationId) {
      await this.platform.unregister(locationId);
    }
    for (let attempt = 0; attempt < 40; attempt++) {
      const { status } = await this.platform.send(
        'POST',
        '/api/mesh/v1/retiring/confirm',
        { entityRef, reason: 'The spec is over' },
      );
      if (status !== 409) {
        return;
      }
      await this.reconcile();
      await new Promise(resolve => setTimeout(resolve, 250));
    }
    throw new Error(`${entityRef} did not leave the mesh`);
  }

  async reconcile(): Promise<void> {
    await this.platform.post('/api/mesh/v1/clusters/shop-weu/reconcile');
  }

  async cleanUp(): Promise<void> {
    await this.cluster.clearFaults();
    for (const cleanup of this.#cleanups.splice(0).reverse()) {
      await cleanup();
    }
  }
}
