import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';

/**
 * Provides the clusters of the configuration as entities, and those that were
 * made from a template.
 *
 * @remarks
 *
 * Until the mesh has told which those are, nothing is taken out of the
 * catalog: not knowing a cluster does not mean that it is gone.
 */
export class MeshClusterProvider implements EntityProvider {
  readonly #configured: readonly Entity[];
  readonly #readProvisioned: () => Promise<Entity[]>;
  readonly #logger: LoggerService;
  #connection?: EntityProviderConnection;
  #last = '';

  static create(options: {
    configured: readonly Entity[];
    readProvisioned: () => Promise<Entity[]>;
    logger: LoggerService;
  }) {
    return new MeshClusterProvider(options);
  }

  private constructor(
    options: Parameters<typeof MeshClusterProvider.create>[0],
  ) {
    this.#configured = options.configured;
    this.#readProvisioned = options.readProvisioned;
    this.#logger = options.logger;
  }

  getProviderName() {
    return 'mesh-clusters';
  }

  async connect(connection: EntityProviderConnection) {
    this.#connection = connection;
    await connection.applyMutation({
      type: 'delta',
      added: toDeferred(this.#configured),
      removed: [],
    });
  }

  /** Asks the mesh, and tells the catalog when something is different. */
  async refresh(): Promise<void> {
    if (!this.#connection) {
      return;
    }
    let provisioned;
    try {
      provisioned = await this.#readProvisioned();
    } catch (error) {
      this.#logger.debug('The clusters of the mesh are not known now', {
        problem: toError(error).message,
      });
      return;
    }
    const names = new Set(this.#configured.map(nameOf));
    const entities = [
      ...this.#configured,
      ...provisioned.filter(entity => !names.has(nameOf(entity))),
    ];
    const state = JSON.stringify(entities);
    if (state !== this.#last) {
      await this.#connection.applyMutation({
        type: 'full',
        entities: toDeferred(entities),
      });
      this.#last = state;
    }
  }
}

function nameOf({ metadata }: Entity): string {
  return metadata.name.toLowerCase();
}

function toDeferred(entities: readonly Entity[]) {
  return entities.map(entity => ({ entity, locationKey: 'mesh-clusters' }));
}
