import type { Desired } from './Desired';
import type { PlanContext } from './PlanContext';
import { getText } from './read';

/**
 * Ids of what is in the resource group and does not go with the cluster;
 * undefined when that could not be read.
 */
export function findForeignResources(
  { observed }: PlanContext,
  gone: readonly Desired[],
): string[] | undefined {
  const inside = observed.lists.groupResources;
  if (!inside || observed.unreadable.groupResources !== undefined) {
    return undefined;
  }
  const ids = gone
    .filter(({ step }) => step !== 'group')
    .map(({ id }) => id.toLowerCase());
  return inside
    .map(item => getText(item, 'id') ?? '')
    .filter(id => {
      const key = id.toLowerCase();
      return !ids.some(own => key === own || key.startsWith(`${own}/`));
    });
}
