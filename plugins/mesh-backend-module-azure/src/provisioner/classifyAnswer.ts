import type { ProvisionStep, StepError } from '@meshwright/plugin-mesh-common';
import type { StepProgress } from '@meshwright/plugin-mesh-node';
import { readError } from '../client/readError';
import type { Trouble } from '../client/TroubleError';
import { readRequestId, readRetryAfter } from '../client/WireAnswer';
import type { ErrorClass, Patience } from './ErrorClass';
import { findErrorClass } from './findErrorClass';
import { sanitizeText } from './sanitizeText';

const LONGEST_WAIT_MS = 15 * 60_000;

type Step = Pick<
  ProvisionStep,
  'title' | 'operation' | 'dependsOn' | 'answers'
>;

/**
 * What a trouble means for a step: try again (when and how often depends on
 * its class), be content, or fail with what a person can do.
 */
export function classifyAnswer(
  trouble: Trouble,
  options: { step: Step; attempt: number; now?: number },
): Exclude<StepProgress, { state: 'running' }> {
  const { step, attempt, now } = options;
  const found = findErrorClass(trouble, step);
  if (found.succeeded) {
    return { state: 'succeeded', changed: false, message: 'It is there' };
  }
  const { patience } = found;
  if (!patience || attempt + 1 >= patience.tries) {
    return { state: 'failed', error: describe(trouble, found, step) };
  }
  const asked = 'answer' in trouble && readRetryAfter(trouble.answer, now);
  const afterMs = Math.min(
    asked || backOff(patience, attempt),
    LONGEST_WAIT_MS,
  );
  // What a person can do is said when waiting did not help.
  const error = describe(trouble, { ...found, remedy: '' }, step);
  return { state: 'retry', afterMs, error };
}

/** Doubles, without chance: what is under way elsewhere is few. */
function backOff({ firstMs, mostMs }: Patience, attempt: number): number {
  if (firstMs === 0) {
    // The first three times at once.
    return attempt < 3 ? 0 : Math.min(2 ** (attempt - 3) * 250, mostMs);
  }
  return Math.min(firstMs * 2 ** Math.min(attempt, 20), mostMs);
}

function describe(trouble: Trouble, found: ErrorClass, step: Step): StepError {
  const { remedy } = found;
  const base = { resource: step.title, answer: findAnswer(found, step) };
  switch (trouble.kind) {
    case 'silent':
      return {
        ...base,
        message: `Azure Resource Manager gave no usable answer (${sanitizeText(
          trouble.reason,
        )}). ${remedy}`.trim(),
        requestId: trouble.requestId,
      };
    case 'unauthenticated':
      return {
        ...base,
        message: `No Azure credential works here. ${remedy}`.trim(),
      };
    default: {
      const { answer } = trouble;
      const { code, messages } = readError(answer.body);
      const words = sanitizeText(messages.join(' '));
      return {
        ...base,
        message: [say(trouble), end(words), remedy].filter(Boolean).join(' '),
        code: code === undefined ? undefined : sanitizeText(code),
        status: answer.status,
        requestId: readRequestId(answer),
      };
    }
  }
}

function say(
  trouble: Exclude<Trouble, { kind: 'silent' | 'unauthenticated' }>,
) {
  if (trouble.kind === 'failed') {
    return trouble.status === 'canceled'
      ? 'Azure gave it up:'
      : 'Azure accepted it, and then failed:';
  }
  return `Azure answered ${trouble.answer.status}:`;
}

function end(words: string): string {
  if (!words) {
    return 'nothing more.';
  }
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}

/** The likeliest answer that went into the body. */
function findAnswer({ answers = [] }: ErrorClass, step: Step) {
  for (const answer of answers) {
    const exact = step.answers.find(field => field === answer);
    const near = step.answers.find(
      field => field.startsWith(`${answer}.`) || answer.startsWith(`${field}.`),
    );
    if (exact ?? near) {
      return exact ?? near;
    }
  }
  return step.answers.length === 1 ? step.answers[0] : undefined;
}
