import { type Fact, isFalse, isTrue } from '../fact';
import { count } from '../sentences';
import type { WorkloadContext } from '../WorkloadContext';

/** Whether the workload is expressed in objects. */
export function deriveCompiled({
  workload,
  view,
  objects,
}: WorkloadContext): Fact {
  const { binding, namespace } = workload;
  if (binding.state === 'unbound') {
    return isFalse('NotBound', binding.message);
  }
  if ((view.namespace(namespace)?.stage ?? 'off') === 'off') {
    return isFalse(
      'StageOff',
      `Namespace ${namespace} is at stage off, so nothing is written there; ask the platform team to adopt it`,
    );
  }
  return objects.length > 0
    ? isTrue('Compiled', `${count(objects.length, 'object')} protect it`)
    : isFalse(
        'NothingEmitted',
        `Nothing expresses it in cluster ${view.name}; see the findings`,
      );
}
