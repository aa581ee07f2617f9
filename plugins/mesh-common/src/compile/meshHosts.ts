import type { Workload } from '../model/types';

/** The full name of the Service of a workload. */
export function serviceHost({
  service,
  namespace,
}: Pick<Workload, 'service' | 'namespace'>): string | undefined {
  return service ? `${service}.${namespace}.svc.cluster.local` : undefined;
}
