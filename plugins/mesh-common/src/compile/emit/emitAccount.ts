import type { Workload } from '../../model/types';
import type { CompiledObject } from '../../objects';
import type { Scope } from '../Scope';
import { toObject } from '../toObject';

/** The identity that policies name, for all workloads that share it. */
export function emitAccount(
  scope: Scope,
  workloads: readonly Workload[],
): CompiledObject {
  const [{ namespace, serviceAccount }] = workloads;
  return toObject(scope, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    name: serviceAccount,
    namespace,
    workloads,
  });
}
