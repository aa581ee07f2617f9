import { type Fact, isFalse, isTrue, isUnknown } from '../fact';
import type { NameStatus } from '../shown';
import type { WorkloadContext } from '../WorkloadContext';

/** Whether all names resolve; undefined when there is none. */
export function deriveResolvable({ names }: WorkloadContext): Fact | undefined {
  return rollUp(
    names.filter(name => name.kind === 'dns'),
    'Resolvable',
  );
}

/** Whether all routes lead here; undefined when there is none. */
export function deriveReachable({ names }: WorkloadContext): Fact | undefined {
  return rollUp(
    names.filter(name => name.kind === 'route'),
    'Reachable',
  );
}

function rollUp(names: readonly NameStatus[], good: string): Fact | undefined {
  if (names.length === 0) {
    return undefined;
  }
  const bad = names.find(
    ({ state }) => state !== 'applied' && state !== 'unknown',
  );
  if (bad) {
    return isFalse(`Not${good}`, `${bad.host}: ${bad.message}`);
  }
  const doubtful = names.find(({ state }) => state === 'unknown');
  return doubtful
    ? isUnknown('Unknown', `${doubtful.host}: ${doubtful.message}`)
    : isTrue(good, names.map(({ host }) => host).join(', '));
}
