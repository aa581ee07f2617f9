import type { Entity } from '@backstage/catalog-model';
import type {
  AlphaEntity,
  EntityStatusItem,
} from '@backstage/catalog-model/alpha';
import type { Diagnostic } from '@meshwright/plugin-mesh-common';

/** Type of our status items: the stock error panel leaves it alone. */
export const STATUS_TYPE = 'meshwright.io/declaration';

/** Status is part of every answer about the entity; a person reads the first. */
const MAX_ITEMS = 50;

/** Adds what is wrong with the declaration to the entity's status. */
export function addStatusItems(
  entity: Entity,
  diagnostics: readonly Diagnostic[],
): Entity {
  if (diagnostics.length === 0) {
    return entity;
  }
  const { status } = entity as AlphaEntity;
  const items: EntityStatusItem[] = diagnostics
    .slice(0, MAX_ITEMS)
    .map(({ code, severity, pointer, message }) => ({
      type: STATUS_TYPE,
      level: severity,
      message: `${code} ${pointer}: ${message}`,
    }));
  const changed: AlphaEntity = {
    ...entity,
    status: { ...status, items: [...(status?.items ?? []), ...items] },
  };
  return changed;
}
