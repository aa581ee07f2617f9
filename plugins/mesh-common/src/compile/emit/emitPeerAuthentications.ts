import { groupBy } from '../../model/build/groupBy';
import type { CompiledObject } from '../../objects';
import { hasReached, type Scope } from '../Scope';
import { toObject } from '../toObject';

/**
 * Mutual TLS only, for a whole namespace. There is one per namespace: of
 * several, Istio would follow the oldest and ignore the rest.
 */
export function emitPeerAuthentications(scope: Scope): CompiledObject[] {
  const byNamespace = groupBy(scope.active, item => item.namespace);
  return [...scope.namespaces.values()]
    .filter(namespace => hasReached(namespace, 'mtls'))
    .map(({ name }) =>
      toObject(scope, {
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        name: 'default',
        namespace: name,
        spec: { mtls: { mode: 'STRICT' } },
        workloads: byNamespace.get(name) ?? [],
      }),
    );
}
