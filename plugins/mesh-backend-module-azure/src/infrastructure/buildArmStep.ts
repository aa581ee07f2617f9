import type { JsonObject } from '@backstage/types';
import type {
  ProvisionStep,
  SpecProblem,
} from '@meshwright/plugin-mesh-common';
import { omit } from 'lodash';
import { API_VERSIONS } from './apiVersions';
import { compareBodies } from './compare/compareBodies';
import type { Desired } from './Desired';
import { findOwnership } from './findOwnership';
import { nameOf } from './ids';
import type { PlanContext } from './PlanContext';
import { getText } from './read';
import { resolveObserved } from './resolveObserved';

/** What is to be done about a resource, as it was found. */
export function buildArmStep(
  desired: Desired,
  context: PlanContext,
): { step: ProvisionStep; problems: SpecProblem[] } {
  const { observed, spec, instance } = context;
  const live = observed.resources[desired.id.toLowerCase()];
  if (live === undefined) {
    return refuse(desired, describeUnread(desired, context));
  }
  if (desired.type === 'Microsoft.Resources/providers') {
    const isThere = /^registered$/i.test(
      getText(live ?? undefined, 'registrationState') ?? '',
    );
    return accept(desired, { operation: isThere ? 'keep' : 'create' });
  }
  if (live === null) {
    return accept(desired, { operation: 'create' });
  }
  const owner = { instance, cluster: spec.name };
  const ownership = findOwnership(desired, { live, owner });
  if (typeof ownership === 'object') {
    return refuse(
      desired,
      `${desired.title} belongs to the cluster '${ownership.cluster}' of the installation '${ownership.instance}'; choose another name or resource group`,
    );
  }
  return ownership === 'ours'
    ? compareOwn(desired, { live, context })
    : compareForeign(desired, { live, context });
}

type Found = { live: JsonObject; context: PlanContext };

function compareOwn(desired: Desired, { live, context }: Found) {
  const body = resolveObserved(desired.body ?? {}, context.observed);
  const changes = compareBodies(body, live, { owned: true });
  return changes.length === 0
    ? accept(desired, { operation: 'keep' })
    : accept(desired, { operation: 'update', changes });
}

/** What others made does not become ours: our tags stay off it. */
function compareForeign(desired: Desired, { live, context }: Found) {
  const theirs = {
    ...desired,
    body: desired.body && (omit(desired.body, 'tags') as JsonObject),
  };
  const body = resolveObserved(theirs.body ?? {}, context.observed);
  const changes = compareBodies(body, live, { owned: false });
  const isGroup = desired.type === 'Microsoft.Resources/resourceGroups';
  if (isGroup || changes.length === 0) {
    const reason =
      'Others made it, and it is as it is needed; it stays theirs and is not written.';
    return accept(theirs, { operation: 'leave', reason });
  }
  const reason = `Others made it; what they put there is kept. ${desired.reason}`;
  return accept(theirs, { operation: 'update', changes, reason });
}

function accept(
  desired: Desired,
  decided: Pick<ProvisionStep, 'operation'> &
    Partial<Pick<ProvisionStep, 'changes' | 'reason'>>,
) {
  const { operation, changes = [], reason = desired.reason } = decided;
  const step = toStep(desired, { operation, changes, reason });
  return { step, problems: [] as SpecProblem[] };
}

/** A plan with such a step is never run; it shows what it is about. */
function refuse(desired: Desired, message: string) {
  const { step } = accept(desired, { operation: 'leave', reason: message });
  const field = desired.answers[0] ?? 'name';
  const problem: SpecProblem = { field, severity: 'error', message };
  return { step, problems: [problem] };
}

function describeUnread({ id, title }: Desired, { observed }: PlanContext) {
  const why = observed.unreadable[id.toLowerCase()] ?? 'nobody looked at it';
  return `${title} could not be read, so it is not known whether it is there: ${why}`;
}

/** A step about a resource. */
export function toStep(
  desired: Desired,
  decided: Pick<ProvisionStep, 'operation' | 'changes' | 'reason'> & {
    dependsOn?: string[];
  },
): ProvisionStep {
  const { step, title, type, id, body, answers, seconds } = desired;
  const { operation } = decided;
  const isWrite = ['create', 'update', 'delete'].includes(operation);
  return {
    id: step,
    target: 'arm',
    title,
    operation,
    reason: decided.reason,
    resource: { id, type, name: nameOf(id), apiVersion: API_VERSIONS[type] },
    provider:
      type === 'Microsoft.Resources/providers'
        ? nameOf(id)
        : type.split('/')[0],
    dependsOn: decided.dependsOn ?? desired.dependsOn,
    ...(body && operation !== 'delete' && { body }),
    changes: decided.changes,
    answers,
    expectedSeconds: isWrite
      ? seconds[operation as 'create' | 'update' | 'delete']
      : 0,
  };
}
