import type {
  ProvisionStep,
  StepError,
  StepOperation,
} from '@meshwright/plugin-mesh-common';
import { isSatisfied, needsNothing, type StepWork } from './StepWork';

const DOING: Record<StepOperation, string> = {
  create: 'Creating',
  update: 'Changing',
  delete: 'Deleting',
  keep: 'Keeping',
  leave: 'Leaving',
  check: 'Checking',
};

const DONE: Record<StepOperation, string> = {
  create: 'is there',
  update: 'is changed',
  delete: 'is gone',
  keep: 'is kept',
  leave: 'is left alone',
  check: 'is as it should be',
};

const MOST_NAMES = 20;

export function describeStart(step: ProvisionStep, attempt: number): string {
  const what = `${DOING[step.operation]} ${step.title}`;
  return attempt > 1 ? `${what}, attempt ${attempt}` : what;
}

export function describeSuccess(
  step: ProvisionStep,
  options: { changed: boolean; milliseconds: number; message?: string },
): string {
  const { changed, milliseconds, message } = options;
  const took = describeDuration(milliseconds);
  const result =
    changed || step.operation === 'check'
      ? `${step.title} ${DONE[step.operation]} after ${took}`
      : `${step.title} is as planned already; nothing was written`;
  return message ? `${result}: ${message}` : result;
}

/** With everything that support asks for. */
export function describeFailure({ title }: ProvisionStep, error: StepError) {
  return `${title} failed: ${describeError(error)}`;
}

export function describeError(error: StepError): string {
  const { message, code, status, requestId, answer } = error;
  const details = [
    code && `code ${code}`,
    status !== undefined && `status ${status}`,
    requestId && `request ${requestId}`,
    answer && `answer '${answer}'`,
  ].filter(Boolean);
  return details.length > 0 ? `${message} (${details.join(', ')})` : message;
}

/** Says first what went wrong, then what that kept from being done. */
export function describeFailed(works: readonly StepWork[]): string {
  const failed = works.filter(({ progress }) => progress.state === 'failed');
  const skipped = works.filter(
    ({ step, progress }) => progress.state === 'skipped' && !needsNothing(step),
  );
  const [first] = failed;
  const error = first?.progress.error;
  const what = failed.length === 1 ? 'One step' : `${failed.length} steps`;
  return [
    `${what} failed${error ? `: ${describeFailure(first.step, error)}` : ''}.`,
    skipped.length > 0 && `Not begun because of that: ${listTitles(skipped)}.`,
    'Resume the run when the cause is gone; what is done is not done again.',
  ]
    .filter(Boolean)
    .join(' ');
}

/** In the order in which they are told. */
const PARTS = [
  'There now',
  'Gone',
  'Stopped half-way',
  'Failed',
  'Still there',
  'Not begun',
] as const;

/** Says what exists now. */
export function describeCanceled(works: readonly StepWork[]): string {
  const parts = new Map<string, StepWork[]>();
  for (const work of works) {
    const part = describePart(work);
    if (part) {
      parts.set(part, [...(parts.get(part) ?? []), work]);
    }
  }
  const sentences = PARTS.flatMap(part => {
    const some = parts.get(part);
    return some ? [`${part}: ${listTitles(some)}.`] : [];
  });
  return ['Canceled.', ...sentences].join(' ');
}

function describePart(work: StepWork): (typeof PARTS)[number] | undefined {
  const { step, progress } = work;
  const isDeletion = step.operation === 'delete';
  if (isSatisfied(work)) {
    if (step.operation === 'check') {
      return undefined;
    }
    return isDeletion ? 'Gone' : 'There now';
  }
  switch (progress.state) {
    case 'canceled':
      return 'Stopped half-way';
    case 'failed':
      return 'Failed';
    default:
      return isDeletion ? 'Still there' : 'Not begun';
  }
}

export function describeSucceeded(works: readonly StepWork[]): string {
  const written = works.filter(({ progress }) => progress.changed);
  const checks = works.filter(({ step }) => step.operation === 'check');
  if (works.length > 0 && checks.length === works.length) {
    return `All ${checks.length} checks passed.`;
  }
  return written.length === 0
    ? 'Everything is as planned; nothing was written.'
    : `Done: ${written.length} of ${works.length} steps wrote something.`;
}

export function describeDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

function listTitles(works: readonly StepWork[]): string {
  const titles = works.slice(0, MOST_NAMES).map(({ step }) => step.title);
  const more = works.length - titles.length;
  return more > 0 ? `${titles.join(', ')} and ${more} more` : titles.join(', ');
}
