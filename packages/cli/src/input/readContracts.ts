import type { Entity } from '@backstage/catalog-model';
import type { Contract } from '@meshwright/plugin-mesh-common';

/** What the definitions of APIs say, by the reference of the API. */
export async function readContracts(
  entities: readonly Entity[],
): Promise<Record<string, Contract>> {
  void entities;
  return {};
}
