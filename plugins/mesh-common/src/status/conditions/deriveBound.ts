import { type Fact, isFalse, isTrue } from '../fact';
import type { WorkloadContext } from '../WorkloadContext';

/** Whether the workload may use the namespace that it claims. */
export function deriveBound({ workload }: WorkloadContext): Fact {
  const { binding } = workload;
  return binding.state === 'bound'
    ? isTrue('Bound', binding.message)
    : isFalse(binding.reason, binding.message);
}
