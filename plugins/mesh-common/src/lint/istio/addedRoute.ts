import type { ObjectRule } from '../types';
import { isRoute, listEnvoyPatches } from './context/envoyPatches';
import { fullName } from './context/objects';

/** The patch is not applied. */
export const addedRoute: ObjectRule = {
  code: 'MW2153',
  severity: 'error',
  summary: 'EnvoyFilters do not add routes',
  aliases: ['IST0153'],
  check: context =>
    context
      .derive(listEnvoyPatches)
      .filter(patch => patch.operation === 'ADD' && isRoute(patch))
      .map(({ object, path, operation, applyTo }) => ({
        object,
        path,
        message: `${path} of EnvoyFilter ${fullName(
          object,
        )} would ${operation} ${applyTo}, which Istio ignores. Use MERGE, or a VirtualService.`,
      })),
};
