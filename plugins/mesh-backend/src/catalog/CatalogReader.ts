import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { setImmediate } from 'node:timers/promises';
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { ForwardedError, toError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Contract } from '@meshwright/plugin-mesh-common';
import type { ContractCache } from '@meshwright/plugin-mesh-node';
import { toContractSource } from './toContractSource';
import { trimEntity } from './trimEntity';

const kinds = ['Component', 'Resource', 'API', 'System', 'Location'];
const fields = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];

/** What a complete listing of the catalog comes to. */
export type CatalogListing = {
  /** Without the text of definitions. */
  entities: Entity[];
  /** What the definitions say, by the full reference of their API. */
  contracts: ReadonlyMap<string, Contract>;
};

/** What the passes need of the catalog. */
export interface CatalogReader {
  /**
   * Every entity that can matter for the mesh. Throws when the listing did
   * not come to its end: half a catalog must not look like a small one.
   */
  readListing(options?: { signal?: AbortSignal }): Promise<CatalogListing>;

  /** One entity as the catalog has it now. */
  readEntity(entityRef: string): Promise<Entity | undefined>;
}

/** Reads with the plugin's own credentials, page by page. */
export class StreamingCatalogReader implements CatalogReader {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #contracts: ContractCache;
  readonly #logger: LoggerService;

  static create(options: {
    catalog: CatalogService;
    auth: AuthService;
    contracts: ContractCache;
    logger: LoggerService;
  }): CatalogReader {
    return new StreamingCatalogReader(options);
  }

  private constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    contracts: ContractCache;
    logger: LoggerService;
  }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#contracts = options.contracts;
    this.#logger = options.logger;
  }

  async readListing(options: { signal?: AbortSignal } = {}) {
    const entities: Entity[] = [];
    const contracts = new Map<string, Contract>();
    try {
      const credentials = await this.#auth.getOwnServiceCredentials();
      const pages = this.#catalog.streamEntities(
        { filter: { kind: kinds }, fields },
        { credentials },
      );
      for await (const page of pages) {
        options.signal?.throwIfAborted();
        for (const entity of page) {
          await this.#readContract(entity, contracts);
          entities.push(trimEntity(entity));
        }
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
    return { entities, contracts };
  }

  async readEntity(entityRef: string) {
    const credentials = await this.#auth.getOwnServiceCredentials();
    return this.#catalog.getEntityByRef(entityRef, { credentials });
  }

  /** Parses what is new; a large definition must not keep others waiting. */
  async #readContract(entity: Entity, contracts: Map<string, Contract>) {
    const source = toContractSource(entity);
    if (!source) {
      return;
    }
    contracts.set(stringifyEntityRef(entity), this.#contracts.parse(source));
    await setImmediate();
  }
}
