import type { Entity } from '@backstage/catalog-model';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';

/** Provides the clusters of the configuration as entities. */
export class MeshClusterProvider implements EntityProvider {
  readonly #entities: readonly Entity[];

  static create(options: { entities: readonly Entity[] }) {
    return new MeshClusterProvider(options.entities);
  }

  private constructor(entities: readonly Entity[]) {
    this.#entities = entities;
  }

  getProviderName() {
    return 'mesh-clusters';
  }

  async connect(connection: EntityProviderConnection) {
    await connection.applyMutation({
      type: 'full',
      entities: this.#entities.map(entity => ({
        entity,
        locationKey: 'mesh-clusters',
      })),
    });
  }
}
