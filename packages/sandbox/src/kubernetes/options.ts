import { ApiError } from './errors';
import type { StatusCause } from './errors';
import { invalidValue, notSupported } from './validation/causes';

const LONGEST_MANAGER = 128;
const levels = ['Ignore', 'Strict', 'Warn'];
const policies = ['Foreground', 'Background', 'Orphan'];

const kinds: Record<string, string> = {
  create: 'CreateOptions',
  update: 'UpdateOptions',
  patch: 'PatchOptions',
  delete: 'DeleteOptions',
  deletecollection: 'DeleteOptions',
};

function refuse(verb: string, causes: StatusCause[]): void {
  if (causes.length > 0) {
    const why = causes.map(({ field, message }) => `${field}: ${message}`);
    throw new ApiError(
      422,
      `${kinds[verb]}.meta.k8s.io "" is invalid: ${why.join(', ')}`,
      { details: { group: 'meta.k8s.io', kind: kinds[verb], causes } },
    );
  }
}

function checkDryRun(query: URLSearchParams): StatusCause[] {
  const values = query.getAll('dryRun').filter(Boolean);
  return values.some(value => value !== 'All')
    ? [notSupported('dryRun', values, ['All'])]
    : [];
}

/** Refuses options of a write that the API does not have. */
export function checkWriteOptions(
  query: URLSearchParams,
  { verb, isApply }: { verb: string; isApply: boolean },
): void {
  const level = query.get('fieldValidation') || 'Warn';
  const manager = query.get('fieldManager') ?? '';
  const force = verb === 'patch' && !isApply && query.get('force') !== null;
  const long = `may not be more than ${LONGEST_MANAGER} bytes`;
  refuse(verb, [
    ...checkDryRun(query),
    ...(levels.includes(level)
      ? []
      : [notSupported('fieldValidation', level, ['', ...levels])]),
    ...(manager.length > LONGEST_MANAGER
      ? [
          {
            reason: 'FieldValueTooLong',
            message: `Too long: ${long}`,
            field: 'fieldManager',
          },
        ]
      : []),
    ...(/[^\x20-\x7e]/.test(manager)
      ? [invalidValue('fieldManager', manager, 'should only contain printable')]
      : []),
    ...(force
      ? [
          {
            reason: 'FieldValueForbidden',
            message: 'Forbidden: may not be specified for non-apply patch',
            field: 'force',
          },
        ]
      : []),
  ]);
}

/** Refuses options of a deletion that the API does not have. */
export function checkDeleteOptions(
  query: URLSearchParams,
  { wanted, orphan }: { wanted: unknown; orphan: unknown },
): void {
  const both = 'orphanDependents and deletionPropagation cannot be both set';
  refuse('delete', [
    ...checkDryRun(query),
    ...(wanted === undefined || policies.includes(String(wanted))
      ? []
      : [notSupported('propagationPolicy', wanted, [...policies, 'nil'])]),
    ...(wanted !== undefined && orphan !== undefined
      ? [invalidValue('propagationPolicy', wanted, both)]
      : []),
  ]);
}
