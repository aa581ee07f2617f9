import type { JsonObject } from '@backstage/types';
import { groupBy } from '../../model/build/groupBy';
import { isHttp } from '../../model/build/RouteTable';
import { unite } from '../../model/operations/operations';
import type { Edge, Operation } from '../../model/types';
import { canonicalJson } from '../../objects';
import { isExpressible } from './paths';

/** Paths of one operation, so that no list gets out of hand. */
const MAX_PATHS = 500;

/**
 * What edges allow, as items of a rule's `to`: as few as stand for exactly
 * that, the same for the same meaning. None when nothing can be expressed.
 */
export function toOperations(edges: readonly Edge[]): JsonObject[] {
  const byPort = new Map<number, Operation[][]>();
  for (const { ports, operations } of edges) {
    for (const port of ports) {
      // Methods and paths mean nothing to a port that does not speak HTTP.
      if (!operations || isHttp(port)) {
        const lists = byPort.get(port.targetPort) ?? [];
        byPort.set(port.targetPort, [...lists, operations ?? [{}]]);
      }
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
  const clean = lists.map(list => list.flatMap(toExpressible));
  const operations = clean.length > 1 ? unite(...clean) : clean[0];
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

/** Without what no proxy could match as it is meant. */
function toExpressible({ methods, paths }: Operation): Operation[] {
  const fit = paths?.filter(isExpressible);
  return methods?.length === 0 || fit?.length === 0
    ? []
    : [{ ...(methods && { methods }), ...(fit && { paths: fit }) }];
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
