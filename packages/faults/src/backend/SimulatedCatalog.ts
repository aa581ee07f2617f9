import type { Entity } from '@backstage/catalog-model';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { setImmediate } from 'node:timers/promises';

const PAGE_SIZE = 500;

/**
 * A catalog in memory. Entities go through JSON as over HTTP, so that every
 * reading gives new values; what the real one needs for its database is not
 * part of any number.
 */
export class SimulatedCatalog {
  readonly #entities: Map<string, Entity>;

  constructor(entities: readonly Entity[]) {
    this.#entities = new Map(
      entities.map(entity => [stringifyEntityRef(entity), entity]),
    );
  }

  put(entity: Entity): void {
    this.#entities.set(stringifyEntityRef(entity), entity);
  }

  async *streamEntities(): AsyncGenerator<Entity[]> {
    const all = [...this.#entities.values()];
    for (let start = 0; start < all.length; start += PAGE_SIZE) {
      const page = all.slice(start, start + PAGE_SIZE);
      yield JSON.parse(JSON.stringify(page));
      await setImmediate();
    }
  }

  /** How many there are; nobody asks for more. */
  async queryEntities() {
    const { size } = this.#entities;
    return { items: [], totalItems: size, pageInfo: {} };
  }

  async getEntityByRef(entityRef: string): Promise<Entity | undefined> {
    const entity = this.#entities.get(entityRef);
    return entity && JSON.parse(JSON.stringify(entity));
  }

  async getEntitiesByRefs({ entityRefs }: { entityRefs: string[] }) {
    const items = entityRefs.map(ref => this.#entities.get(ref));
    return JSON.parse(JSON.stringify({ items }));
  }
}
