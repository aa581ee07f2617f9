import type { LoggerService } from '@backstage/backend-plugin-api';
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { LocationSpec } from '@backstage/plugin-catalog-common';
import type {
  CatalogProcessor,
  CatalogProcessorCache,
  CatalogProcessorEmit,
} from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import {
  type DeclarationChangedPayload,
  hashDeclaration,
  readDeclaration,
  TOPIC_DECLARATION_CHANGED,
} from '@meshwright/plugin-mesh-common';
import { addStatusItems } from './addStatusItems';
import { emitClusterRelations } from './emitClusterRelations';

const CACHE_KEY = 'declaration-hash';
const kinds = new Set(['Component', 'Resource', 'API']);

/**
 * Tells authors what is wrong with their `spec.mesh`, and the mesh that it
 * may have changed.
 *
 * Never fails an entity and never emits an error: the catalog would then keep
 * the whole old entity, and a revocation in the same commit would be lost.
 */
export class MeshProcessor implements CatalogProcessor {
  readonly #events: EventsService;
  readonly #logger: LoggerService;

  static create(options: { events: EventsService; logger: LoggerService }) {
    return new MeshProcessor(options);
  }

  private constructor(options: {
    events: EventsService;
    logger: LoggerService;
  }) {
    this.#events = options.events;
    this.#logger = options.logger;
  }

  getProcessorName() {
    return 'MeshProcessor';
  }

  // The signature is the catalog's.
  // eslint-disable-next-line max-params
  async postProcessEntity(
    entity: Entity,
    _location: LocationSpec,
    emit: CatalogProcessorEmit,
    cache: CatalogProcessorCache,
  ): Promise<Entity> {
    if (!kinds.has(entity.kind)) {
      return entity;
    }
    await this.#hint(entity, cache);
    const { declaration, diagnostics } = readDeclaration(entity);
    if (declaration) {
      emitClusterRelations({ declaration, emit });
    }
    return addStatusItems(entity, diagnostics);
  }

  /** Best effort: a hint that is lost only costs time. */
  async #hint(entity: Entity, cache: CatalogProcessorCache) {
    const hash = hashDeclaration(entity);
    if ((await cache.get<string>(CACHE_KEY)) === hash) {
      return;
    }
    await cache.set(CACHE_KEY, hash);
    const entityRef = stringifyEntityRef(entity);
    const eventPayload: DeclarationChangedPayload = { entityRef, hash };
    try {
      await this.#events.publish({
        topic: TOPIC_DECLARATION_CHANGED,
        eventPayload,
      });
    } catch (error) {
      this.#logger.warn(
        'Could not hint at a changed declaration; the next periodic pass sees it',
        { entityRef, error: String(error) },
      );
    }
  }
}
