import type { ObjectRule } from '../types';
import { isRelative, listEnvoyPatches } from './context/envoyPatches';
import { fullName } from './context/objects';

/** During an upgrade one of the proxies lacks what the patch depends on. */
export const relativeEnvoyFilterForVersion: ObjectRule = {
  code: 'MW2155',
  severity: 'warning',
  summary: 'EnvoyFilters that depend on ones for a version have a priority',
  aliases: ['IST0155'],
  check: context =>
    context
      .derive(listEnvoyPatches)
      .filter(
        patch => isRelative(patch) && !patch.hasPriority && patch.isVersioned,
      )
      .map(({ object, path, operation, applyTo }) => ({
        object,
        path,
        message: `${path} of EnvoyFilter ${fullName(
          object,
        )} (${operation} of ${applyTo}) depends on a patch that is for some versions of the proxy only, and spec/priority is not set. Set it, or use INSERT_FIRST or ADD.`,
      })),
};
