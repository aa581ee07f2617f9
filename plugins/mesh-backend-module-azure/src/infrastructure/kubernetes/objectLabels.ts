import type { JsonObject } from '@backstage/types';
import type { PlanContext } from '../PlanContext';

export const PROVISIONED_BY = 'meshwright.io/provisioned-by';

/** Labels of what is ours in a cluster. */
export function objectLabels({ instance }: PlanContext): JsonObject {
  return {
    'app.kubernetes.io/managed-by': 'meshwright',
    [PROVISIONED_BY]: instance,
  };
}
