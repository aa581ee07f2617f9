import { groupBy } from '../../model/build/groupBy';
import type { CompiledObject } from '../../objects';
import type { Scope } from '../Scope';
import { toObject } from '../toObject';

/** The identities that policies name. */
export function emitServiceAccounts(scope: Scope): CompiledObject[] {
  const users = groupBy(
    scope.active,
    item => `${item.namespace}/${item.serviceAccount}`,
  );
  return [...users.values()].map(workloads => {
    const [{ namespace, serviceAccount }] = workloads;
    return toObject(scope, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      name: serviceAccount,
      namespace,
      workloads,
    });
  });
}
