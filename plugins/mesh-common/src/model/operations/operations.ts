import type { Operation } from '../declaration';
import { ANY, type Atom, listAtoms, OperationIndex } from './OperationIndex';
import { intersectPaths } from './paths';

/** Operations without any limit, where a list is expected. */
export const EVERYTHING: readonly Operation[] = [{}];

/** What methods and paths limit; undefined when they limit nothing. */
export function toOperation(
  methods: string[] | undefined,
  paths: string[] | undefined,
): Operation | undefined {
  return methods || paths
    ? { ...(methods && { methods }), ...(paths && { paths }) }
    : undefined;
}

/** True when nothing is outside of them. */
export function isEverything(operations: readonly Operation[]): boolean {
  return operations.some(({ methods, paths }) => !methods && !paths);
}

/**
 * As few products of methods and paths as stand for the same calls, in one
 * order, without those that others cover.
 */
export function normalize(atoms: Iterable<Atom>): Operation[] {
  const index = new OperationIndex();
  for (const atom of atoms) {
    index.add(atom);
  }
  const paths = new Map<string, string[]>();
  for (const [path, all] of index.methods) {
    const methods = (all.has(ANY) ? [ANY] : [...all])
      .filter(method => !index.coversFromElsewhere(path, method))
      .sort();
    const key = methods.join(' ');
    const group = paths.get(key);
    if (methods.length > 0 && group) {
      group.push(path);
    } else if (methods.length > 0) {
      paths.set(key, [path]);
    }
  }
  return [...paths]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, group]) => toProducts(key, group));
}

/** Any of either list. */
export function unite(...lists: Array<readonly Operation[]>): Operation[] {
  return normalize(lists.flatMap(list => [...listAtoms(list)]));
}

/** What is certain to be in both lists. */
export function intersect(
  a: readonly Operation[],
  b: readonly Operation[],
): Operation[] {
  return normalize(listCommon(a, OperationIndex.of(b)));
}

/** What of the first list is not certain to be in the second. */
export function subtract(
  from: readonly Operation[],
  taken: readonly Operation[],
): Operation[] {
  const index = OperationIndex.of(taken);
  const left: Atom[] = [];
  for (const atom of listAtoms(from)) {
    if (!index.covers(atom)) {
      left.push(atom);
    }
  }
  return normalize(left);
}

function toProducts(methodsKey: string, group: string[]): Operation[] {
  const methods = methodsKey === ANY ? {} : { methods: methodsKey.split(' ') };
  const named = group.filter(path => path !== ANY).sort();
  return [
    ...(named.length < group.length ? [methods] : []),
    ...(named.length > 0 ? [{ ...methods, paths: named }] : []),
  ];
}

function* listCommon(
  a: readonly Operation[],
  b: OperationIndex,
): Generator<Atom> {
  for (const atom of listAtoms(a)) {
    for (const other of b.near(atom.path)) {
      const path = commonPath(atom.path, other);
      const methods = b.methods.get(other);
      if (path !== undefined && methods) {
        yield* listMethods(atom.method, methods, path);
      }
    }
  }
}

function commonPath(a: string, b: string): string | undefined {
  if (a === ANY || b === ANY) {
    return a === ANY ? b : a;
  }
  return intersectPaths(a, b);
}

function* listMethods(
  method: string,
  others: Set<string>,
  path: string,
): Generator<Atom> {
  if (method === ANY) {
    for (const other of others) {
      yield { method: other, path };
    }
  } else if (others.has(ANY) || others.has(method)) {
    yield { method, path };
  }
}
