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

/** A listing that is short once is read again. */
const ATTEMPTS = 2;

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
    let read = 0;
    try {
      for (let attempt = 1; ; attempt += 1) {
        const listing = await this.#readPages(options);
        read = listing.entities.length;
        const missing = (await this.#count()) - read;
        if (missing <= 0) {
          return listing;
        }
        // Some may have come meanwhile; they would be there the next time.
        if (attempt >= ATTEMPTS) {
          throw new Error(`${missing} of its entities were not handed out`);
        }
      }
    } catch (error) {
      options.signal?.throwIfAborted();
      this.#logger.warn('The listing of the catalog is incomplete', {
        entities: read,
        error: toError(error).message,
      });
      throw new ForwardedError(
        'The catalog could not be read to its end',
        error,
      );
    }
  }

  async #readPages(options: { signal?: AbortSignal }): Promise<CatalogListing> {
    const entities: Entity[] = [];
    const contracts = new Map<string, Contract>();
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
    return { entities, contracts };
  }

  /** How many there are: pages may end early without saying so. */
  async #count(): Promise<number> {
    const credentials = await this.#auth.getOwnServiceCredentials();
    const { totalItems } = await this.#catalog.queryEntities(
      { filter: { kind: kinds }, fields: ['kind'], limit: 1 },
      { credentials },
    );
    return totalItems;
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
