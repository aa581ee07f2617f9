import type { SpecProblem } from '@meshwright/plugin-mesh-common';
import { buildResources } from '../buildInventory';
import { findLeftovers } from '../findLeftovers';
import { nameOf } from '../ids';
import type { PlanContext } from '../PlanContext';

/** Making a cluster never deletes, so what is given up is named. */
export function checkLeftovers(context: PlanContext): SpecProblem[] {
  const left = findLeftovers(context, buildResources(context));
  return left.length === 0
    ? []
    : [
        {
          field: 'name',
          severity: 'warning',
          message: `These were made for the cluster and are not asked for any more: ${left
            .map(({ id }) => nameOf(id))
            .join(
              ', ',
            )}. They stay until the cluster is retired, or you delete them`,
        },
      ];
}
