import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { ForwardedError, toError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { trimEntity } from './trimEntity';

const kinds = ['Component', 'Resource', 'API', 'System', 'Location'];
const fields = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];

/** What the passes need of the catalog. */
export interface CatalogReader {
  /**
   * Every entity that can matter for the mesh. Throws when the listing did
   * not come to its end: half a catalog must not look like a small one.
   */
  readEntities(options?: { signal?: AbortSignal }): Promise<Entity[]>;

  /** One entity as the catalog has it now. */
  readEntity(entityRef: string): Promise<Entity | undefined>;
}

/** Reads with the plugin's own credentials, page by page. */
export class StreamingCatalogReader implements CatalogReader {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #logger: LoggerService;

  static create(options: {
    catalog: CatalogService;
    auth: AuthService;
    logger: LoggerService;
  }): CatalogReader {
    return new StreamingCatalogReader(options);
  }

  private constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    logger: LoggerService;
  }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#logger = options.logger;
  }

  async readEntities(options: { signal?: AbortSignal } = {}) {
    const entities: Entity[] = [];
    try {
      const credentials = await this.#auth.getOwnServiceCredentials();
      const pages = this.#catalog.streamEntities(
        { filter: { kind: kinds }, fields },
        { credentials },
      );
      for await (const page of pages) {
        options.signal?.throwIfAborted();
        entities.push(...page.map(trimEntity));
      }
    } catch (error) {
      options.signal?.throwIfAborted();
      this.#logger.warn('The listing of the catalog is incomplete', {
        entities: entities.length,
        error: toError(error).message,
      });
      throw new ForwardedError(
        'The catalog could not be read to its end',
        error,
      );
    }
    return entities;
  }

  async readEntity(entityRef: string) {
    const credentials = await this.#auth.getOwnServiceCredentials();
    return this.#catalog.getEntityByRef(entityRef, { credentials });
  }
}
