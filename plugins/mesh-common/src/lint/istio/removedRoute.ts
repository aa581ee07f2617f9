import type { ObjectRule } from '../types';
import { isRoute, listEnvoyPatches } from './context/envoyPatches';
import { fullName } from './context/objects';

/** The patch is not applied. */
export const removedRoute: ObjectRule = {
  code: 'MW2154',
  severity: 'error',
  summary: 'EnvoyFilters do not remove routes',
  aliases: ['IST0154'],
  check: context =>
    context
      .derive(listEnvoyPatches)
      .filter(patch => patch.operation === 'REMOVE' && isRoute(patch))
      .map(({ object, path, operation, applyTo }) => ({
        object,
        path,
        message: `${path} of EnvoyFilter ${fullName(
          object,
        )} would ${operation} ${applyTo}, which Istio ignores. Change the VirtualService that the route is made from.`,
      })),
};
