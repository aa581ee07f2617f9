import type { ProvisionStep } from '@meshwright/plugin-mesh-common';
import { parseResourceId } from './ResourceId';

/** For kinds that no step is of. */
const OTHERS: Record<string, string> = {
  'microsoft.keyvault/vaults': '2023-07-01',
  'microsoft.network/virtualnetworks': '2024-05-01',
  'microsoft.containerservice/managedclusters': '2025-05-01',
  'microsoft.managedidentity/userassignedidentities': '2023-01-31',
};
const LATEST = '2021-04-01';

/** Versions as the plan uses them; a part has the one of its whole. */
export function createVersionOf(
  steps: readonly ProvisionStep[],
): (id: string) => string {
  const versions = new Map(Object.entries(OTHERS));
  for (const { resource } of steps) {
    if (resource.apiVersion) {
      versions.set(resource.type.toLowerCase(), resource.apiVersion);
    }
  }
  return id => {
    let type = parseResourceId(id)?.type.toLowerCase() ?? '';
    while (type.includes('/')) {
      const version = versions.get(type);
      if (version !== undefined) {
        return version;
      }
      type = type.slice(0, type.lastIndexOf('/'));
    }
    return LATEST;
  };
}
