import type { Entity } from '@backstage/catalog-model';
import type { ContractSource } from '@meshwright/plugin-mesh-node';

/** What the contract of an API is made of; undefined for other kinds. */
export function toContractSource(entity: Entity): ContractSource | undefined {
  if (entity.kind.toLocaleLowerCase('en-US') !== 'api') {
    return undefined;
  }
  const { type, definition } = entity.spec ?? {};
  return {
    type: typeof type === 'string' ? type : 'unknown',
    definition,
    annotations: entity.metadata.annotations,
  };
}
