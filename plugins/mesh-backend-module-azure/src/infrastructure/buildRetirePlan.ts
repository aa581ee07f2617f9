import type {
  MeshClusterSpec,
  ProvisionPlan,
  ProvisionStep,
  SpecProblem,
} from '@meshwright/plugin-mesh-common';
import { toStep } from './buildArmStep';
import { buildResources } from './buildInventory';
import { completePlan } from './buildProvisionPlan';
import type { Desired } from './Desired';
import { findOwnership } from './findOwnership';
import { findLeftovers, listLeftSecurity } from './findLeftovers';
import { findForeignResources } from './findForeignResources';
import type { ObservedInfrastructure } from './observed';
import { createContext, type PlanContext } from './PlanContext';

/** Registrations serve everybody. */
const SHARED = 'Microsoft.Resources/providers';

/** What is said besides of kinds that do not go at once. */
const NOTES: Partial<Record<Desired['type'], string>> = {
  'Microsoft.KeyVault/vaults':
    'It can be recovered for 90 days, and its name is taken as long.',
  'Microsoft.OperationalInsights/workspaces':
    'It can be recovered for 14 days; one of the same name brings its data back.',
  'Microsoft.ContainerService/managedClusters':
    'Everything that runs in it goes with it.',
  'Microsoft.Network/privateDnsZones': 'Its records go with it.',
};

/** Takes down, in reverse, what carries our mark, and nothing else. */
export function buildRetirePlan(
  spec: MeshClusterSpec,
  options: { observed: ObservedInfrastructure; instance: string },
): ProvisionPlan {
  const context = createContext(spec, options);
  const problems: SpecProblem[] = [];
  const there: Array<{ desired: Desired; left?: string }> = [];
  const resources = buildResources(context);
  const leftovers = findLeftovers(context, resources);
  for (const desired of resources) {
    const live = context.observed.resources[desired.id.toLowerCase()];
    if (live === undefined) {
      problems.push(describeUnread(desired, context));
    } else if (live !== null && desired.type !== SHARED) {
      there.push({ desired, left: findReason(desired, context) });
    }
  }
  there.push(...leftovers.map(desired => ({ desired })));
  const gone = there.filter(({ left }) => left === undefined);
  const security = listLeftSecurity(leftovers);
  const before = reverse(
    gone.map(({ desired }) =>
      desired.step === 'network'
        ? { ...desired, dependsOn: [...desired.dependsOn, ...security] }
        : desired,
    ),
  );
  const steps = there
    .map(({ desired, left }) => buildStep(desired, { left, before }))
    .map(step => keepGroup(step, { context, gone: gone.map(g => g.desired) }))
    .reverse();
  return completePlan({ purpose: 'retire', spec, steps, problems });
}

function buildStep(
  desired: Desired,
  options: { left?: string; before: ReadonlyMap<string, string[]> },
): ProvisionStep {
  const { left, before } = options;
  const note = NOTES[desired.type];
  return left === undefined
    ? toStep(desired, {
        operation: 'delete',
        changes: [],
        reason: `It was made for the cluster.${note ? ` ${note}` : ''}`,
        dependsOn: before.get(desired.step) ?? [],
      })
    : toStep(desired, {
        operation: 'leave',
        changes: [],
        reason: left,
        dependsOn: [],
      });
}

/** For each step those that needed it, directly or not through a gap. */
function reverse(steps: readonly Desired[]): Map<string, string[]> {
  const known = new Set(steps.map(({ step }) => step));
  const before = new Map<string, string[]>(steps.map(({ step }) => [step, []]));
  for (const { step, dependsOn } of steps) {
    for (const needed of dependsOn.filter(id => known.has(id))) {
      before.get(needed)?.push(step);
    }
  }
  // A group takes everything with it, so it waits for everything.
  if (known.has('group')) {
    before.set(
      'group',
      [...known].filter(step => step !== 'group'),
    );
  }
  return before;
}

/** Why it stays; undefined when it goes. */
function findReason(
  desired: Desired,
  { observed, instance, spec }: PlanContext,
): string | undefined {
  const live = observed.resources[desired.id.toLowerCase()];
  const owner = { instance, cluster: spec.name };
  const ownership = live && findOwnership(desired, { live, owner });
  if (ownership === 'ours') {
    return undefined;
  }
  return typeof ownership === 'object' && ownership !== null
    ? `It belongs to the cluster '${ownership.cluster}' of the installation '${ownership.instance}'.`
    : 'Others made it, so it stays.';
}

/** A group with something of others in it stays, and so do they. */
function keepGroup(
  step: ProvisionStep,
  { context, gone }: { context: PlanContext; gone: readonly Desired[] },
): ProvisionStep {
  if (step.id !== 'group' || step.operation !== 'delete') {
    return step;
  }
  const others = findForeignResources(context, gone);
  const reason =
    others === undefined
      ? 'It could not be read what else is in it, so it stays.'
      : `There is something of others in it, so it stays: ${others
          .slice(0, 5)
          .join(', ')}${others.length > 5 ? ' and more' : ''}.`;
  return others?.length === 0
    ? step
    : {
        ...step,
        operation: 'leave',
        reason,
        dependsOn: [],
        expectedSeconds: 0,
      };
}

function describeUnread(
  { id, title, answers }: Desired,
  { observed }: PlanContext,
): SpecProblem {
  const why = observed.unreadable[id.toLowerCase()] ?? 'nobody looked at it';
  return {
    field: answers[0] ?? 'name',
    severity: 'error',
    message: `${title} could not be read, so it is not known whether it is there: ${why}`,
  };
}
