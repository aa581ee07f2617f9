import type {
  ProvisionStep,
  StepOperation,
} from '@meshwright/plugin-mesh-common';

/** In the order in which people want to read of them. */
export const OPERATIONS: StepOperation[] = [
  'delete',
  'create',
  'update',
  'leave',
  'keep',
  'check',
];

/** How many steps a plan has of each kind. */
export function countSteps(
  steps: ProvisionStep[],
): Record<StepOperation, number> {
  const counts = {} as Record<StepOperation, number>;
  for (const operation of OPERATIONS) {
    counts[operation] = 0;
  }
  for (const { operation } of steps) {
    counts[operation] += 1;
  }
  return counts;
}
