import type { ProvisionStep } from '@meshwright/plugin-mesh-common';
import { readError, type WireError } from '../client/readError';
import type { Trouble } from '../client/TroubleError';
import { isObject } from '../client/WireAnswer';
import type { ErrorClass } from './ErrorClass';
import { permanentClasses, refusal } from './permanentClasses';
import { silence, statusClasses, transientClasses } from './transientClasses';

const LONGEST_WORDS = 4_000;

const credential: ErrorClass = {
  name: 'credential',
  codes: [],
  remedy:
    'Give the backend a workload identity, a managed identity, or the AZURE_* variables of a service principal.',
};

const page: ErrorClass = {
  name: 'page',
  codes: [],
  remedy:
    'The answer is a web page and not of Azure Resource Manager: something between it and the backend, a proxy for example, refuses.',
};

const canceled: ErrorClass = {
  name: 'canceled',
  codes: [],
  remedy: 'Somebody cancelled it in Azure. Resume when that was not meant.',
};

/** How a trouble is met. The innermost code that is known decides. */
export function findErrorClass(
  trouble: Trouble,
  step: Pick<ProvisionStep, 'operation' | 'dependsOn'>,
): ErrorClass {
  switch (trouble.kind) {
    case 'silent':
      return silence;
    case 'unauthenticated':
      return trouble.transient
        ? { ...credential, patience: statusClasses[401].patience }
        : credential;
    case 'failed':
      return (
        find(readError(trouble.answer.body), step) ??
        (trouble.status === 'canceled' ? canceled : refusal)
      );
    default:
      return findForAnswer(trouble.answer, step);
  }
}

function findForAnswer(
  { status, body }: { status: number; body: unknown },
  step: Pick<ProvisionStep, 'operation' | 'dependsOn'>,
): ErrorClass {
  const known = find(readError(body), step) ?? statusClasses[status];
  if (known) {
    return known;
  }
  if (status >= 500) {
    return status === 501 || status === 505 ? refusal : statusClasses[500];
  }
  return isObject(body) || !body ? refusal : page;
}

function find(
  error: WireError,
  step: Pick<ProvisionStep, 'operation' | 'dependsOn'>,
): ErrorClass | undefined {
  const words = error.messages.join(' ').slice(0, LONGEST_WORDS);
  const classes = [...transientClasses, ...permanentClasses].filter(
    ({ operations, afterGrant, words: needed }) =>
      (!operations || operations.includes(step.operation)) &&
      (!afterGrant || dependsOnGrant(step)) &&
      (!needed || needed.test(words)),
  );
  for (const code of [...error.codes].reverse()) {
    const fits = classes.find(({ codes }) =>
      codes.some(pattern => matches(pattern, code.toLowerCase())),
    );
    if (fits) {
      return fits;
    }
  }
  return undefined;
}

function matches(pattern: string, code: string): boolean {
  if (pattern.startsWith('*')) {
    return code.endsWith(pattern.slice(1));
  }
  return pattern.endsWith('*')
    ? code.startsWith(pattern.slice(0, -1))
    : code === pattern;
}

function dependsOnGrant({ dependsOn }: Pick<ProvisionStep, 'dependsOn'>) {
  return dependsOn.some(id => id.startsWith('role/') || id.startsWith('role-'));
}
