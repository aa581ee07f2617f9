import { normalize } from '../operations/operations';
import { ANY } from '../operations/OperationIndex';
import { isPathPattern } from '../read/conditions';
import type { Contract, ContractOperation, Operation } from '../types';
import { groupBy } from './groupBy';

/** What names stand for in a contract. */
export type Selection = {
  operations: Operation[];
  unknown: string[];
  /** Short names that several operations have, with their full names. */
  ambiguous: Map<string, string[]>;
};

type Digested = {
  all: Operation[];
  byName: Map<string, ContractOperation[]>;
};

/** The same contract gives the same operations in every pass. */
const digests = new WeakMap<Contract, Digested>();

/** Contracts of APIs, by reference. */
export class Contracts {
  /** By API and names. */
  readonly #selections = new Map<string, Map<string, Selection>>();

  constructor(readonly contracts: Readonly<Record<string, Contract>> = {}) {}

  of(apiRef: string): Contract | undefined {
    const { contracts } = this;
    return Object.hasOwn(contracts, apiRef) ? contracts[apiRef] : undefined;
  }

  /** True when the definition can be read as it is now. */
  isReadable(apiRef: string): boolean {
    const contract = this.of(apiRef);
    return (
      contract !== undefined &&
      contract.kind !== 'unreadable' &&
      contract.stale === undefined
    );
  }

  /** Everything that an API names; nothing where it names no operations. */
  all(apiRef: string): Operation[] {
    const contract = this.of(apiRef);
    return contract?.kind === 'operations' ? digest(contract).all : [];
  }

  /** Names of all operations, those that declarations should use first. */
  names(apiRef: string): string[] {
    const contract = this.of(apiRef);
    return contract ? [...digest(contract).byName.keys()] : [];
  }

  select(apiRef: string, names: readonly string[]): Selection {
    const known = this.#selections.get(apiRef) ?? new Map<string, Selection>();
    this.#selections.set(apiRef, known);
    const key = JSON.stringify(names);
    const selection = known.get(key) ?? this.#choose(apiRef, names);
    known.set(key, selection);
    return selection;
  }

  #choose(apiRef: string, names: readonly string[]): Selection {
    const contract = this.of(apiRef);
    const byName =
      contract?.kind === 'operations'
        ? digest(contract).byName
        : new Map<string, ContractOperation[]>();
    const unknown: string[] = [];
    const ambiguous = new Map<string, string[]>();
    const chosen: ContractOperation[] = [];
    for (const name of names) {
      const found = byName.get(name);
      const ids = new Set(found?.map(describe));
      if (!found) {
        unknown.push(name);
      } else if (found.some(item => item.id === name)) {
        chosen.push(...found.filter(item => item.id === name));
      } else if (ids.size > 1) {
        ambiguous.set(name, [...ids].sort());
      } else {
        chosen.push(...found);
      }
    }
    return { operations: toOperations(chosen), unknown, ambiguous };
  }
}

function digest(contract: Contract): Digested {
  const known = digests.get(contract);
  if (known) {
    return known;
  }
  const readable = contract.operations.filter(({ path }) =>
    isPathPattern(path),
  );
  const named = readable.flatMap(operation =>
    [operation.id ?? [], operation.aliases ?? []]
      .flat()
      .map(name => ({ name, operation })),
  );
  const byName = new Map(
    [...groupBy(named, ({ name }) => name)].map(([name, items]) => [
      name,
      items.map(({ operation }) => operation),
    ]),
  );
  const made = { all: toOperations(readable), byName };
  digests.set(contract, made);
  return made;
}

function toOperations(operations: readonly ContractOperation[]): Operation[] {
  return normalize(
    operations.map(({ method = ANY, path }) => ({
      method: method.toUpperCase(),
      path,
    })),
  );
}

function describe({ id, method, path }: ContractOperation): string {
  return id ?? [method, path].filter(Boolean).join(' ');
}
