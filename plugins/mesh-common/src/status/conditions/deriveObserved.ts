import { type Fact, isFalse, isTrue, isUnknown } from '../fact';
import { sumTraffic } from '../observeEdge';
import { describeNoTraffic, formatInstant } from '../sentences';
import type { WorkloadContext } from '../WorkloadContext';

/** Whether traffic of the workload's edges was seen. */
export function deriveObserved(context: WorkloadContext): Fact {
  const { view, inbound, outbound } = context;
  if (!view.pass?.traffic) {
    return isUnknown(
      'NoTrafficSource',
      describeNoTraffic(view.name, view.pass),
    );
  }
  const seen = [...inbound, ...outbound].flatMap(
    ({ traffic }) => traffic ?? [],
  );
  if (seen.length === 0) {
    return isFalse('NoTraffic', 'No declared call has been seen yet');
  }
  const sum = sumTraffic(
    seen.map(traffic => ({
      ...traffic,
      cluster: view.name,
      source: { namespace: '', serviceAccount: '' },
      destination: { namespace: '', workload: '' },
    })),
  );
  return isTrue('Seen', `Last seen ${formatInstant(sum.lastSeen)}`);
}
