import {
  buildAddressPlan,
  deriveCriticalPath,
  hashPlan,
  type MeshClusterSpec,
  orderSteps,
  type ProvisionPlan,
  type ProvisionStep,
} from '@meshwright/plugin-mesh-common';
import { buildArmStep } from './buildArmStep';
import { buildResources } from './buildInventory';
import { buildObjectSteps } from './kubernetes/buildObjectSteps';
import type { ObservedInfrastructure } from './observed';
import { createContext } from './PlanContext';
import { listProblems } from './problems/listProblems';

/** What would be done to make a cluster what it should be. */
export function buildProvisionPlan(
  spec: MeshClusterSpec,
  options: { observed: ObservedInfrastructure; instance: string },
): ProvisionPlan {
  const context = createContext(spec, options);
  const found = buildResources(context).map(desired =>
    buildArmStep(desired, context),
  );
  const objects = buildObjectSteps(context);
  const steps = [...found.map(({ step }) => step), ...objects.steps];
  const problems = [
    ...found.flatMap(item => item.problems),
    ...objects.problems,
    ...listProblems(context, steps),
  ];
  return completePlan({ purpose: 'provision', spec, steps, problems });
}

/** Adds what follows from the steps. */
export function completePlan(
  known: Pick<ProvisionPlan, 'purpose' | 'spec' | 'problems'> & {
    steps: ProvisionStep[];
  },
): ProvisionPlan {
  const steps = orderSteps(known.steps);
  const plan = {
    ...known,
    steps,
    addresses: buildAddressPlan(known.spec),
    criticalPath: deriveCriticalPath(steps),
  };
  return { ...plan, digest: hashPlan(plan) };
}
