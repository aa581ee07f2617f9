import { orderSteps } from './orderSteps';
import type { CriticalPath, ProvisionStep } from './plan';

/**
 * The chain of steps that takes longest when everything that is ready runs
 * at once; of equals the one that comes first. Throws as `orderSteps` does.
 *
 * @public
 */
export function deriveCriticalPath(
  steps: ReadonlyArray<
    Pick<ProvisionStep, 'id' | 'dependsOn' | 'expectedSeconds'>
  >,
): CriticalPath {
  const ends = new Map<string, { seconds: number; after?: string }>();
  let last: string | undefined;
  for (const { id, dependsOn, expectedSeconds } of orderSteps(steps)) {
    const after = latest(dependsOn, ends);
    const begin = after === undefined ? 0 : ends.get(after)?.seconds ?? 0;
    ends.set(id, { seconds: begin + expectedSeconds, after });
    last = latest(last === undefined ? [id] : [last, id], ends);
  }
  const chain: string[] = [];
  for (let id = last; id !== undefined; id = ends.get(id)?.after) {
    chain.unshift(id);
  }
  const seconds = last === undefined ? 0 : ends.get(last)?.seconds ?? 0;
  return { steps: chain, seconds };
}

/** Which of them ends last; of equals the first. */
function latest(
  ids: readonly string[],
  ends: ReadonlyMap<string, { seconds: number }>,
): string | undefined {
  let found: string | undefined;
  let most = -1;
  for (const id of ids) {
    const seconds = ends.get(id)?.seconds ?? 0;
    if (seconds > most) {
      found = id;
      most = seconds;
    }
  }
  return found;
}
