import type { ObjectRule } from '../types';
import { governedNamespaces, listPods } from './readPods';

/** Policies of Istio are enforced by a proxy, or not at all. */
export const podWithoutProxy: ObjectRule = {
  code: 'MW3001',
  severity: 'error',
  summary: 'Pods that policies are for have a proxy',
  aliases: ['IST0103'],
  check: context =>
    listPods(context)
      .filter(
        ({ namespace, hasProxy, isAmbient, hostNetwork }) =>
          governedNamespaces(context).has(namespace) &&
          !hasProxy &&
          !isAmbient &&
          !hostNetwork,
      )
      .map(({ object }) => ({
        object,
        path: 'spec/containers',
        message:
          'The pod has no proxy, so no policy of Istio is enforced at it, and as a caller it has no identity. Label the namespace with an installed revision and restart the workload.',
      })),
};
