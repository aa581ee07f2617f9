import type { Workload } from '../model/types';
import type { ClusterView } from './ClusterView';
import { type Fact, isFalse, isTrue, isUnknown } from './fact';
import type { TrafficObservation } from './pass';
import { describeNoTraffic, formatInstant, nameOf } from './sentences';
import type { EdgeStatus } from './shown';

/** What was seen of the calls of an edge. */
export function observeEdge(options: {
  consumer: Workload;
  provider: Workload;
  view: ClusterView;
}): { fact: Fact; traffic?: EdgeStatus['traffic'] } {
  const { consumer, provider, view } = options;
  if (!view.pass?.traffic) {
    return {
      fact: isUnknown(
        'NoTrafficSource',
        describeNoTraffic(view.name, view.pass),
      ),
    };
  }
  const seen = view
    .trafficFrom(consumer)
    .filter(({ destination }) => isTo(destination, provider));
  if (seen.length === 0) {
    return { fact: isFalse('NoTraffic', 'No call has been seen yet') };
  }
  const traffic = sumTraffic(seen);
  const when = formatInstant(traffic.lastSeen);
  return {
    traffic,
    fact: isTrue(
      'Seen',
      traffic.denied > 0
        ? `Last seen ${when}; ${percent(
            traffic.denied,
          )} of the calls were refused`
        : `Last seen ${when}`,
    ),
  };
}

/** True when an observation ends at a workload. */
export function isTo(
  destination: TrafficObservation['destination'],
  workload: Workload,
): boolean {
  const names = [
    nameOf(workload.entityRef),
    workload.service,
    workload.selector.app,
    workload.selector['app.kubernetes.io/name'],
  ];
  return (
    destination.namespace === workload.namespace &&
    names.includes(destination.workload)
  );
}

/** Adds observations up; shares are weighted by rate. */
export function sumTraffic(
  seen: readonly TrafficObservation[],
): NonNullable<EdgeStatus['traffic']> {
  const rate = seen.reduce((sum, o) => sum + o.rate, 0);
  const share = (field: 'denied' | 'mtls') =>
    seen.reduce(
      (sum, o) => sum + o[field] * (rate > 0 ? o.rate / rate : 1 / seen.length),
      0,
    );
  return {
    rate,
    denied: share('denied'),
    mtls: share('mtls'),
    lastSeen: seen.map(o => o.lastSeen).sort()[seen.length - 1],
  };
}

export function percent(share: number): string {
  const number = Math.round(share * 1000) / 10;
  return `${number} %`;
}
