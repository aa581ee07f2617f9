import type { JsonObject } from '@backstage/types';
import type { Desired } from './Desired';
import { type Owner, readDescription, readOwner } from './ownership';
import { getText } from './read';

/**
 * Whose a live resource is: `ours`, of `others`, or of another installation
 * or cluster of this product.
 */
export function findOwnership(
  desired: Pick<Desired, 'type' | 'body'>,
  options: { live: JsonObject; owner: Owner },
): 'ours' | 'others' | Owner {
  const { live, owner } = options;
  if (desired.type === 'Microsoft.Insights/dataCollectionRuleAssociations') {
    const path = 'properties.dataCollectionRuleId';
    const isSame =
      getText(live, path)?.toLowerCase() ===
      getText(desired.body, path)?.toLowerCase();
    return isSame ? 'ours' : 'others';
  }
  const found =
    desired.type === 'Microsoft.Authorization/roleAssignments'
      ? readDescription(live)
      : readOwner(live.tags);
  if (!found) {
    return 'others';
  }
  return found.instance === owner.instance && found.cluster === owner.cluster
    ? 'ours'
    : found;
}
