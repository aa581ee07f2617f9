import {
  type Entity,
  isApiEntity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Contract } from '@meshwright/plugin-mesh-common';

/** What the definitions of APIs say, by the reference of the API. */
export function readContracts(
  entities: readonly Entity[],
): Record<string, Contract> {
  const apis = entities.filter(isApiEntity);
  if (apis.length === 0) return {};
  // Parsers are large, and most files have no API.
  const { parseContract } =
    require('@meshwright/plugin-mesh-node/contracts') as typeof import('@meshwright/plugin-mesh-node/contracts');
  return Object.fromEntries(
    apis.map(api => {
      const { type, definition } = api.spec;
      const { annotations } = api.metadata;
      return [
        stringifyEntityRef(api),
        parseContract({
          type,
          definition,
          ...(annotations && { annotations }),
        }),
      ];
    }),
  );
}
