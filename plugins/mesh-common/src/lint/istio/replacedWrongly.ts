import type { ObjectRule } from '../types';
import { isReplaceable, listEnvoyPatches } from './context/envoyPatches';
import { fullName } from './context/objects';

/** The patch is not applied. */
export const replacedWrongly: ObjectRule = {
  code: 'MW2152',
  severity: 'error',
  summary: 'EnvoyFilters replace only filters and virtual hosts',
  aliases: ['IST0152'],
  check: context =>
    context
      .derive(listEnvoyPatches)
      .filter(patch => patch.operation === 'REPLACE' && !isReplaceable(patch))
      .map(({ object, path, operation, applyTo }) => ({
        object,
        path,
        message: `${path} of EnvoyFilter ${fullName(
          object,
        )} replaces ${applyTo}, and ${operation} works for HTTP_FILTER, NETWORK_FILTER and VIRTUAL_HOST only. Use MERGE.`,
      })),
};
