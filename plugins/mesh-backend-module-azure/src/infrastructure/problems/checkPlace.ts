import type { SpecProblem } from '@meshwright/plugin-mesh-common';
import { buildResources } from '../buildInventory';
import { isSameScalar } from '../compare/isSameScalar';
import type { PlanContext } from '../PlanContext';
import { getText } from '../read';

/** Nothing moves from one region to another. */
export function checkPlace(context: PlanContext): SpecProblem[] {
  return buildResources(context).flatMap(({ id, type, title, body }) => {
    const live = context.observed.resources[id.toLowerCase()] ?? undefined;
    const [from, to] = [getText(live, 'location'), getText(body, 'location')];
    const isGroup = type === 'Microsoft.Resources/resourceGroups';
    return from === undefined ||
      to === undefined ||
      isGroup ||
      isSameScalar(from, to, 'location')
      ? []
      : [
          {
            field: 'region',
            severity: 'error' as const,
            message: `${title} is in '${from}' and cannot move to '${to}'; choose that region, or another name`,
          },
        ];
  });
}
