import type { JsonObject } from '@backstage/types';
import { groupBy } from '../../model/build/groupBy';
import { unite } from '../../model/operations/operations';
import type { Edge, Operation } from '../../model/types';
import { canonicalJson } from '../../objects';

/** Paths of one operation, so that no list gets out of hand. */
const MAX_PATHS = 500;

/**
 * What edges allow, as items of a rule's `to`: as few as stand for exactly
 * that, the same for the same meaning.
 */
export function toOperations(edges: readonly Edge[]): JsonObject[] {
  const byPort = new Map<number, Operation[][]>();
  for (const { ports, operations = [{}] } of edges) {
    for (const { targetPort } of ports) {
      byPort.set(targetPort, [...(byPort.get(targetPort) ?? []), operations]);
    }
  }
  const ports = [...byPort].map(([port, lists]) => {
    const operations = groupOperations(lists);
    return { port, operations, key: JSON.stringify(operations) };
  });
  return [...groupBy(ports, ({ key }) => key).values()]
    .flatMap(group =>
      group[0].operations.map(operation => ({
        ports: toPorts(group.map(({ port }) => port)),
        ...operation,
      })),
    )
    .map(operation => ({ operation, key: canonicalJson(operation) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ operation }) => operation);
}

/** Ports as rules write them. */
export function toPorts(ports: readonly number[]): string[] {
  return [...new Set(ports)].sort((a, b) => a - b).map(String);
}

/** The smaller of two groupings: by what methods share, or by what paths do. */
function groupOperations(lists: Operation[][]): Operation[] {
  const operations = lists.length > 1 ? unite(...lists) : lists[0];
  if (operations.some(({ methods, paths }) => !methods && !paths)) {
    return [{}];
  }
  const byPaths = mergeBy(operations, ['paths', 'methods']);
  const byMethods = mergeBy(operations, ['methods', 'paths']);
  return (byMethods.length <= byPaths.length ? byMethods : byPaths)
    .flatMap(splitPaths)
    .map(operation => ({ operation, key: canonicalJson(operation) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ operation }) => operation);
}

/** Stands for any value of a part that is absent. */
const ANY = '';

/**
 * One operation for all single values of the first part that go with the same
 * values of the second.
 */
function mergeBy(
  operations: readonly Operation[],
  [first, second]: ['methods', 'paths'] | ['paths', 'methods'],
): Operation[] {
  const seconds = new Map<string, Set<string>>();
  for (const operation of operations) {
    for (const value of operation[first] ?? [ANY]) {
      const set = seconds.get(value) ?? new Set<string>();
      seconds.set(value, set);
      for (const other of operation[second] ?? [ANY]) {
        set.add(other);
      }
    }
  }
  const rows = [...seconds].map(([value, set]) => {
    const values = set.has(ANY) ? [] : [...set].sort();
    return { value, values, key: `${value === ANY} ${values.join('\n')}` };
  });
  return [...groupBy(rows, ({ key }) => key).values()].map(group => ({
    ...(group[0].value !== ANY && {
      [first]: group.map(({ value }) => value).sort(),
    }),
    ...(group[0].values.length > 0 && { [second]: group[0].values }),
  }));
}

function splitPaths(operation: Operation): Operation[] {
  const { paths } = operation;
  if (!paths || paths.length <= MAX_PATHS) {
    return [operation];
  }
  return Array.from(
    { length: Math.ceil(paths.length / MAX_PATHS) },
    (_, i) => ({
      ...operation,
      paths: paths.slice(i * MAX_PATHS, (i + 1) * MAX_PATHS),
    }),
  );
}
