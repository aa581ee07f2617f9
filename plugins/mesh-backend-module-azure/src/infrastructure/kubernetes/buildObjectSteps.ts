import type {
  ProvisionStep,
  SpecProblem,
} from '@meshwright/plugin-mesh-common';
import { compareBodies } from '../compare/compareBodies';
import type { PlanContext } from '../PlanContext';
import { isObject } from '../read';
import { buildObjects, GATEWAY } from './buildObjects';
import { describeObject } from './describeObjects';
import type { DesiredObject } from './DesiredObject';
import { PROVISIONED_BY } from './objectLabels';

const SECONDS = 5;
const ADDRESS_SECONDS = 60;

type Decided = Pick<ProvisionStep, 'operation'> &
  Partial<Pick<ProvisionStep, 'changes' | 'reason'>> & {
    problems?: SpecProblem[];
  };

/** Steps about what is in the cluster, once it is there. */
export function buildObjectSteps(context: PlanContext): {
  steps: ProvisionStep[];
  problems: SpecProblem[];
} {
  const problems: SpecProblem[] = [];
  const steps = buildObjects(context).map(desired => {
    const { problems: found = [], ...decided } = decide(desired, context);
    problems.push(...found);
    return toStep(desired, decided);
  });
  return { steps: [...steps, buildCheck(context)], problems };
}

function decide(desired: DesiredObject, context: PlanContext): Decided {
  const { observed, instance, live: cluster } = context;
  const { key, kind } = describeObject(desired.body);
  if (!cluster) {
    return { operation: 'create' };
  }
  const live = observed.objects?.[key];
  if (live === null) {
    return { operation: 'create' };
  }
  if (live === undefined) {
    const reason = `${desired.reason} It could not be looked at before: it is compared when its turn comes.`;
    return { operation: 'update', reason };
  }
  const labels = isObject(live.metadata) ? live.metadata.labels : undefined;
  const isOurs = isObject(labels) && labels[PROVISIONED_BY] === instance;
  const changes = compareBodies(desired.body, live, { owned: false });
  if (changes.length === 0) {
    return { operation: 'keep' };
  }
  if (isOurs || kind === 'Service') {
    return { operation: 'update', changes };
  }
  const message = `${key} is there and was made by others, so it is left alone. Add what is missing to it: ${changes
    .map(({ path }) => path)
    .join(', ')}`;
  const problem: SpecProblem = { field: 'name', severity: 'warning', message };
  return { operation: 'leave', reason: message, problems: [problem] };
}

function toStep(desired: DesiredObject, decided: Decided): ProvisionStep {
  const { step, title, body, answers } = desired;
  const { operation, changes = [], reason = desired.reason } = decided;
  const { key, kind, name } = describeObject(body);
  return {
    id: step,
    target: 'kubernetes',
    title,
    operation,
    reason,
    resource: { id: key, type: kind, name, apiVersion: '' },
    provider: 'kubernetes',
    dependsOn: ['cluster'],
    body,
    changes,
    answers,
    expectedSeconds: ['keep', 'leave'].includes(operation) ? 0 : SECONDS,
  };
}

/** Everything that leads to the gateway leads to this address. */
function buildCheck({ spec }: PlanContext): ProvisionStep {
  const { namespace, service } = GATEWAY;
  const address = spec.network.ingressAddress;
  return {
    id: 'check/gateway-address',
    target: 'check',
    title: `Internal gateway at ${address}`,
    operation: 'check',
    reason:
      'The application gateway and all private names lead to this address.',
    resource: {
      id: `loadBalancerAddress/${namespace}/${service}`,
      type: 'loadBalancerAddress',
      name: service,
      apiVersion: '',
    },
    provider: 'check',
    dependsOn: ['object/gateway'],
    body: { check: 'loadBalancerAddress', namespace, service, address },
    changes: [],
    answers: ['network.ingressAddress'],
    expectedSeconds: ADDRESS_SECONDS,
  };
}
