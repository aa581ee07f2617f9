import { groupBy } from '../../model/build/groupBy';
import type { CompiledObject } from '../../objects';
import type { Workload } from '../../model/types';
import type { Scope } from '../Scope';
import { toObject } from '../toObject';

/** Labels that bring the proxies of one revision into a namespace. */
export function emitNamespaces(scope: Scope): CompiledObject[] {
  const { cluster, namespaces, active } = scope;
  const byNamespace = groupBy(active, item => item.namespace);
  return [...namespaces.keys()].map(name => {
    const workloads: Workload[] = byNamespace.get(name) ?? [];
    return toObject(scope, {
      apiVersion: 'v1',
      kind: 'Namespace',
      name,
      labels: {
        'istio.io/rev': cluster.revision,
        'pod-security.kubernetes.io/warn': 'restricted',
      },
      workloads,
    });
  });
}
