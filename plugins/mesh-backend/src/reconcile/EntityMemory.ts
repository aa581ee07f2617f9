import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { isEqual } from 'lodash';
import { inTurns } from './inTurns';

/**
 * Hands out the entity of the listing before where nothing of it has changed,
 * so that what was made of it is not made again.
 */
export class EntityMemory {
  #known: ReadonlyMap<string, Entity> = new Map();

  /** Others have their turn meanwhile. */
  async keep(entities: readonly Entity[]): Promise<Entity[]> {
    const kept = await inTurns(keepSteps(entities, this.#known));
    this.#known = new Map(
      kept.map(entity => [stringifyEntityRef(entity), entity]),
    );
    return kept;
  }
}

function* keepSteps(
  entities: readonly Entity[],
  known: ReadonlyMap<string, Entity>,
): Generator<undefined, Entity[]> {
  const kept: Entity[] = [];
  for (const entity of entities) {
    const before = known.get(stringifyEntityRef(entity));
    kept.push(before && isEqual(before, entity) ? before : entity);
    yield;
  }
  return kept;
}
