import type { ObjectRule } from '../types';
import { isRelative, listEnvoyPatches } from './context/envoyPatches';
import { fullName } from './context/objects';

/** Another EnvoyFilter may come first, and then it is not applied. */
export const relativeEnvoyFilter: ObjectRule = {
  code: 'MW2151',
  severity: 'warning',
  summary: 'EnvoyFilters that depend on others have a priority',
  aliases: ['IST0151'],
  check: context =>
    context
      .derive(listEnvoyPatches)
      .filter(
        patch => isRelative(patch) && !patch.hasPriority && !patch.isVersioned,
      )
      .map(({ object, path, operation, applyTo }) => ({
        object,
        path,
        message: `${path} of EnvoyFilter ${fullName(
          object,
        )} (${operation} of ${applyTo}) depends on the order of EnvoyFilters, and spec/priority is not set. Set it, or use INSERT_FIRST or ADD.`,
      })),
};
