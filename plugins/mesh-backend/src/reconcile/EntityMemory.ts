import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { isEqual } from 'lodash';

/**
 * Hands out the entity of the listing before where nothing of it has changed,
 * so that what was made of it is not made again.
 */
export class EntityMemory {
  #known: ReadonlyMap<string, Entity> = new Map();

  keep(entities: readonly Entity[]): Entity[] {
    const kept = entities.map(entity => {
      const before = this.#known.get(stringifyEntityRef(entity));
      return before && isEqual(before, entity) ? before : entity;
    });
    this.#known = new Map(
      kept.map(entity => [stringifyEntityRef(entity), entity]),
    );
    return kept;
  }
}
