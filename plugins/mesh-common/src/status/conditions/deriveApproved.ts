import { type Fact, isFalse, isTrue } from '../fact';
import { count } from '../sentences';
import type { WorkloadContext } from '../WorkloadContext';

/** Whether everything that the workload needs was granted. */
export function deriveApproved({ outbound }: WorkloadContext): Fact {
  const open = outbound.filter(edge => edge.consent.state !== 'granted');
  if (outbound.length === 0) {
    return isTrue('NothingToApprove', 'It needs nobody’s approval');
  }
  const [first] = open;
  return first
    ? isFalse(
        first.consent.reason,
        open.length === 1
          ? first.sentence
          : `${count(open.length, 'dependency')} are not granted; first: ${
              first.sentence
            }`,
      )
    : isTrue(
        'Approved',
        `${count(outbound.length, 'dependency')} granted by their owners`,
      );
}
