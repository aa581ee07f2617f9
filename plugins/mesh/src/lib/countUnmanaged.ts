import type { OverviewResponse } from '@meshwright/plugin-mesh-common';

type Cluster = OverviewResponse['clusters'][number];

/** Why a cluster is not managed; what people decided comes first. */
const REASONS = [
  'leaving',
  'released',
  'removed',
  'others',
  'unreachable',
  'held',
  'observing',
  'unknown',
] as const;

type Reason = (typeof REASONS)[number];

/** How many clusters are not managed, by the reason for it. */
export function countUnmanaged(
  clusters: readonly Pick<Cluster, 'state' | 'custody'>[],
): Array<[reason: Reason, count: number]> {
  const reasons = clusters.flatMap(cluster => findReason(cluster) ?? []);
  return REASONS.map((reason): [Reason, number] => [
    reason,
    reasons.filter(one => one === reason).length,
  ]).filter(([, count]) => count > 0);
}

/** What people decided counts at once, also before a pass has followed it. */
function findReason({
  state,
  custody,
}: Pick<Cluster, 'state' | 'custody'>): Reason | undefined {
  if (state === 'unreachable') {
    return 'unreachable';
  }
  switch (custody?.state) {
    case 'released':
    case 'removed':
      return custody.state;
    case 'releasing':
    case 'removing':
      return 'leaving';
    default:
  }
  if (state === 'managing') {
    return undefined;
  }
  return custody?.managedBy ? 'others' : state;
}
