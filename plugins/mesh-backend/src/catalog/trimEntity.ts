import type { Entity } from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';

/**
 * The entity without what no pass reads: relations, the text of API
 * definitions, links, and status items that tell of no error.
 */
export function trimEntity(entity: Entity): AlphaEntity {
  const { apiVersion, kind, metadata, spec, status }: AlphaEntity = entity;
  const { links: _links, ...kept } = metadata;
  const errors = status?.items?.filter(({ level }) => level === 'error');
  return {
    apiVersion,
    kind,
    metadata: kept as Entity['metadata'],
    ...(spec && { spec: trimSpec(kind, spec) }),
    ...(errors?.length && { status: { items: errors } }),
  };
}

function trimSpec(
  kind: string,
  spec: NonNullable<Entity['spec']>,
): Entity['spec'] {
  if (kind.toLocaleLowerCase('en-US') !== 'api') {
    return spec;
  }
  const { definition: _definition, ...kept } = spec;
  return kept;
}
