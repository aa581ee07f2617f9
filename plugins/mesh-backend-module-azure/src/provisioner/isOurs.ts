import type { JsonObject } from '@backstage/types';
import type { StepContext } from '@meshwright/plugin-mesh-node';
import { isObject, readText } from '../client/WireAnswer';

type Owner = Pick<StepContext, 'instance' | 'cluster'>;

/**
 * Whether a resource carries our mark: the tags, or the description of a role
 * assignment. Undefined for kinds that can carry none; those belong to
 * whoever owns what they hang on.
 */
export function isOurs(
  resource: JsonObject,
  { type, owner }: { type: string; owner: Owner },
): boolean | undefined {
  switch (type.toLowerCase()) {
    case 'microsoft.authorization/roleassignments':
      return (
        readText(resource, ['properties', 'description']) ===
        `meshwright:${owner.instance}:${owner.cluster}`
      );
    case 'microsoft.insights/datacollectionruleassociations':
    case 'microsoft.managedidentity/userassignedidentities/federatedidentitycredentials':
    case 'microsoft.network/virtualnetworks/subnets':
    case 'microsoft.insights/diagnosticsettings':
      return undefined;
    default:
      return hasTags(resource.tags, owner);
  }
}

/** Names of tags have no case in Azure; their values do. */
function hasTags(tags: unknown, { instance, cluster }: Owner): boolean {
  const found = new Map(
    Object.entries(isObject(tags) ? tags : {}).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]),
  );
  return (
    found.get('managed-by') === 'meshwright' &&
    found.get('meshwright-instance') === instance &&
    found.get('meshwright-cluster') === cluster
  );
}
