import type { Operation } from '../declaration';
import { coversPath, isPattern } from './paths';

/** Stands for any method, or any path, where one is expected. */
export const ANY = '';

/** One method on one path pattern, or {@link ANY} of either. */
export type Atom = { method: string; path: string };

/** The methods on each path that a list of operations stands for. */
export class OperationIndex {
  static readonly #known = new WeakMap<readonly Operation[], OperationIndex>();

  /** The same index for the same list. */
  static of(operations: readonly Operation[]): OperationIndex {
    const known = this.#known.get(operations);
    if (known) {
      return known;
    }
    const index = new OperationIndex();
    for (const atom of listAtoms(operations)) {
      index.add(atom);
    }
    this.#known.set(operations, index);
    return index;
  }

  /** Methods by path; {@link ANY} as a path is every path. */
  readonly methods = new Map<string, Set<string>>();
  readonly #patterns: string[] = [];

  add({ method, path }: Atom) {
    const methods = this.methods.get(path);
    if (methods) {
      methods.add(method);
      return;
    }
    this.methods.set(path, new Set([method]));
    if (isPattern(path)) {
      this.#patterns.push(path);
    }
  }

  /** True when it is certain that every such call is among these. */
  covers({ method, path }: Atom): boolean {
    return this.#has(path, method) || this.coversFromElsewhere(path, method);
  }

  /** As {@link OperationIndex.covers}, by wider paths than the path itself. */
  coversFromElsewhere(path: string, method: string): boolean {
    return (
      (path !== ANY && this.#has(ANY, method)) ||
      this.#patterns.some(
        wide =>
          wide !== path &&
          this.#has(wide, method) &&
          path !== ANY &&
          coversPath(wide, path),
      )
    );
  }

  /** Paths that may have calls in common with the given one. */
  near(path: string): Iterable<string> {
    if (path === ANY || isPattern(path)) {
      return this.methods.keys();
    }
    return [ANY, path, ...this.#patterns].filter(key => this.methods.has(key));
  }

  #has(path: string, method: string): boolean {
    const methods = this.methods.get(path);
    return methods !== undefined && (methods.has(ANY) || methods.has(method));
  }
}

/** Every method on every path. */
export function* listAtoms(operations: readonly Operation[]): Generator<Atom> {
  for (const { methods = [ANY], paths = [ANY] } of operations) {
    for (const path of paths) {
      for (const method of methods) {
        yield { method, path };
      }
    }
  }
}
