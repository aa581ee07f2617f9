import type { ChangeResult } from '@meshwright/plugin-mesh-common';
import type { ObjectChange } from '@meshwright/plugin-mesh-node';
import { describeApiError } from './describeApiError';
import { judgeRefusal } from './judgeRefusal';
import { KubernetesApiError } from './KubernetesApiError';
import { quoteWords } from './quoteWords';

/** So many fields are named in a message. */
const NAMED = 5;

/** What a change came to, when the server did not simply do it. */
export function toResult(change: ObjectChange, error: unknown): ChangeResult {
  const message = describeApiError(error);
  if (!(error instanceof KubernetesApiError)) {
    return { change, outcome: 'failed', message };
  }
  switch (error.code) {
    case 404:
      return change.type === 'delete'
        ? { change, outcome: 'applied' }
        : toMissingResult(change, error);
    case 409:
      return toConflictResult(change, error);
    default:
      return { change, message, ...judgeRefusal(error) };
  }
}

function toMissingResult(
  change: ObjectChange,
  error: KubernetesApiError,
): ChangeResult {
  if (change.type === 'update') {
    return {
      change,
      outcome: 'failed',
      message: 'It is gone; the next pass creates it again',
    };
  }
  const message = describeApiError(error);
  if (change.type === 'delete' || error.status.details?.kind) {
    return { change, outcome: 'failed', message };
  }
  const { apiVersion, kind } = change.desired;
  return {
    change,
    outcome: 'failed',
    message: `The cluster does not serve ${kind} in version ${apiVersion}: ${message}`,
    advice: 'install the CustomResourceDefinitions of Istio 1.22 or newer',
  };
}

function toConflictResult(
  change: ObjectChange,
  error: KubernetesApiError,
): ChangeResult {
  const message = describeApiError(error);
  const rivals = listRivals(error);
  if (rivals.length > 0) {
    return {
      change,
      outcome: 'conflict',
      message: `Fields of ours are managed by somebody else: ${nameRivals(
        rivals,
      )}`,
      advice: 'let only one of both say what is in them',
    };
  }
  if (
    change.type === 'update' &&
    /no existing object was found/.test(message)
  ) {
    return toMissingResult(change, error);
  }
  return { change, outcome: 'conflict', message };
}

/** Who else manages a field. */
export type Rival = { manager: string; field: string };

/** Who else manages fields that an apply wants to set. */
export function listRivals(error: KubernetesApiError): Rival[] {
  return (error.status.details?.causes ?? [])
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ message = '', field = '' }) => ({
      manager: /^conflict with "((?:[^"\\]|\\.)*)"/.exec(message)?.[1] ?? '',
      field,
    }));
}

/** `'.spec.rules' by 'flux'`, for some of them. */
export function nameRivals(rivals: readonly Rival[]): string {
  const named = rivals
    .slice(0, NAMED)
    .map(
      ({ manager, field }) =>
        `'${quoteWords(field)}' by '${quoteWords(manager)}'`,
    );
  const more = rivals.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
