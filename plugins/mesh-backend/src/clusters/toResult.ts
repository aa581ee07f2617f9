import type { ChangeResult } from '@meshwright/plugin-mesh-common';
import type { ObjectChange } from '@meshwright/plugin-mesh-node';
import { describeApiError } from './describeApiError';
import { KubernetesApiError } from './KubernetesApiError';

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
        : toMissingResult(change, message);
    case 409:
      return toConflictResult(change, error, message);
    case 400:
    case 403:
    case 413:
    case 422:
      return { change, outcome: 'refused', message };
    default:
      return { change, outcome: 'failed', message };
  }
}

function toMissingResult(change: ObjectChange, message: string): ChangeResult {
  return {
    change,
    outcome: 'failed',
    message:
      change.type === 'update'
        ? 'It is gone; the next pass creates it again'
        : message,
  };
}

function toConflictResult(
  change: ObjectChange,
  error: KubernetesApiError,
  message: string,
): ChangeResult {
  const rivals = listRivals(error);
  if (rivals.length > 0) {
    const fields = rivals.map(
      ({ manager, field }) => `'${field}' by '${manager}'`,
    );
    return {
      change,
      outcome: 'conflict',
      message: `Fields of ours are managed by somebody else: ${fields.join(
        ', ',
      )}`,
    };
  }
  if (
    change.type === 'update' &&
    /no existing object was found/.test(message)
  ) {
    return toMissingResult(change, message);
  }
  return { change, outcome: 'conflict', message };
}

/** Who else manages fields that an apply wants to set. */
export function listRivals(
  error: KubernetesApiError,
): Array<{ manager: string; field: string }> {
  return (error.status.details?.causes ?? [])
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ message = '', field = '' }) => ({
      manager: /^conflict with "((?:[^"\\]|\\.)*)"/.exec(message)?.[1] ?? '',
      field,
    }));
}
