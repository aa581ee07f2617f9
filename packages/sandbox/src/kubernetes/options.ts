import { ApiError } from './errors';
import type { StatusCause } from './errors';
import { invalidValue, notSupported } from './validation/causes';

const LONGEST_MANAGER = 128;
const levels = ['Ignore', 'Strict', 'Warn'];
const policies = ['Foreground', 'Background', 'Orphan'];

const kinds: Record<string, string> = {
  list: 'ListOptions',
  watch: 'ListOptions',
  create: 'CreateOptions',
  update: 'UpdateOptions',
  patch: 'PatchOptions',
  delete: 'DeleteOptions',
  deletecollection: 'DeleteOptions',
};

function refuse(verb: string, causes: StatusCause[]): void {
  if (causes.length > 0) {
    const all = causes.map(({ field, message }) => `${field}: ${message}`);
    const why = all.length > 1 ? `[${all.join(', ')}]` : all[0];
    throw new ApiError(
      422,
      `${kinds[verb]}.meta.k8s.io "" is invalid: ${why}`,
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

function forbidden(field: string, why: string): StatusCause {
  const message = `Forbidden: ${why}`;
  return { reason: 'FieldValueForbidden', message, field };
}

const MATCH = 'resourceVersionMatch';

function checkWatched(match: string, initial: string | null): StatusCause[] {
  if (initial === null) {
    const why = `${MATCH} is forbidden for watch unless sendInitialEvents is provided`;
    return match ? [forbidden(MATCH, why)] : [];
  }
  const why = `sendInitialEvents requires setting ${MATCH} to NotOlderThan`;
  return match === 'NotOlderThan' ? [] : [forbidden(MATCH, why)];
}

function checkListed(match: string, version: string): StatusCause[] {
  if (!match) {
    return [];
  }
  if (!version) {
    const why = `${MATCH} is forbidden unless resourceVersion is provided`;
    return [forbidden(MATCH, why)];
  }
  if (match === 'Exact' && version === '0') {
    const why = `${MATCH} "exact" is forbidden for resourceVersion "0"`;
    return [forbidden(MATCH, why)];
  }
  return ['Exact', 'NotOlderThan'].includes(match)
    ? []
    : [notSupported(MATCH, match, ['Exact', 'NotOlderThan', ''])];
}

/** Refuses options of a list or a watch that the API does not have. */
export function checkListOptions(
  query: URLSearchParams,
  verb: 'list' | 'watch',
): void {
  const match = query.get(MATCH) ?? '';
  const initial = query.get('sendInitialEvents');
  refuse(
    verb,
    verb === 'watch'
      ? checkWatched(match, initial)
      : [
          ...checkListed(match, query.get('resourceVersion') ?? ''),
          ...(initial === null
            ? []
            : [
                forbidden(
                  'sendInitialEvents',
                  'sendInitialEvents is forbidden for list',
                ),
              ]),
        ],
  );
}
