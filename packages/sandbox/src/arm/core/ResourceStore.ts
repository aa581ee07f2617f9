import { randomUUID } from 'node:crypto';
import type { DeletedResource, Operation, Resource } from './Resource';

/** What is kept over a restart. */
export type StoredState = {
  version: 2;
  /** Signs addresses of operations. */
  secret: string;
  /** Lower-case ids of what a start made once, deleted or not. */
  seeded: string[];
  resources: Resource[];
  operations: Operation[];
  deleted: DeletedResource[];
  /** By lower-case namespace: since when it is registered, or will be. */
  registrations: Record<string, number>;
};

/**
 * Resources by id, whatever its case, with their operations.
 */
export class ResourceStore {
  readonly secret: string;
  readonly seeded: Set<string>;
  readonly registrations: Map<string, number>;
  readonly #resources: Map<string, Resource>;
  readonly #operations: Map<string, Operation>;
  readonly #deleted: Map<string, DeletedResource>;
  #pending: Operation[];

  private constructor(state: Partial<StoredState>) {
    this.secret = state.secret ?? randomUUID();
    this.seeded = new Set(state.seeded);
    this.registrations = new Map(Object.entries(state.registrations ?? {}));
    this.#resources = new Map(
      state.resources?.map(one => [one.id.toLowerCase(), one]),
    );
    this.#operations = new Map(state.operations?.map(one => [one.id, one]));
    this.#deleted = new Map(
      state.deleted?.map(one => [one.resource.id.toLowerCase(), one]),
    );
    this.#pending = [...this.#operations.values()].filter(
      operation => !operation.settled,
    );
  }

  static create(state: Partial<StoredState> = {}): ResourceStore {
    return new ResourceStore(state);
  }

  get(id: string): Resource | undefined {
    return this.#resources.get(id.toLowerCase());
  }

  set(resource: Resource): void {
    this.#resources.set(resource.id.toLowerCase(), resource);
  }

  /** Takes a resource away with all that lies below it. */
  remove(id: string): Resource[] {
    const gone = [this.get(id), ...this.below(id)].filter(
      (one): one is Resource => one !== undefined,
    );
    gone.forEach(one => this.#resources.delete(one.id.toLowerCase()));
    return gone;
  }

  /** In the order in which they were made. */
  all(type?: string): Resource[] {
    const wanted = type?.toLowerCase();
    return [...this.#resources.values()].filter(
      one => wanted === undefined || one.type.toLowerCase() === wanted,
    );
  }

  /** All that lies below an id, extensions too. */
  below(id: string, type?: string): Resource[] {
    const prefix = `${id.toLowerCase()}/`;
    return this.all(type).filter(one =>
      one.id.toLowerCase().startsWith(prefix),
    );
  }

  operation(id: string): Operation | undefined {
    return this.#operations.get(id.toLowerCase());
  }

  addOperation(operation: Operation): void {
    this.#operations.set(operation.id, operation);
    this.#pending.push(operation);
  }

  /** Those under way at or below an id. */
  pendingAt(id: string): Operation[] {
    const lower = id.toLowerCase();
    return this.#pending.filter(({ resourceId }) => {
      const other = resourceId.toLowerCase();
      return other === lower || other.startsWith(`${lower}/`);
    });
  }

  /** Marks the one that is due first as settled; undefined when none is. */
  takeDue(now: number): Operation | undefined {
    let due: Operation | undefined;
    for (const operation of this.#pending) {
      if (
        operation.endsAt <= now &&
        operation.endsAt < (due?.endsAt ?? Infinity)
      ) {
        due = operation;
      }
    }
    if (due) {
      due.settled = true;
      this.#pending = this.#pending.filter(one => one !== due);
    }
    return due;
  }

  deletedOnes(type: string): DeletedResource[] {
    return [...this.#deleted.values()].filter(
      ({ resource }) => resource.type === type,
    );
  }

  deleted(id: string): DeletedResource | undefined {
    return this.#deleted.get(id.toLowerCase());
  }

  keepDeleted(one: DeletedResource): void {
    this.#deleted.set(one.resource.id.toLowerCase(), one);
  }

  forgetDeleted(id: string): void {
    this.#deleted.delete(id.toLowerCase());
  }

  toState(): StoredState {
    return {
      version: 2,
      secret: this.secret,
      seeded: [...this.seeded],
      resources: [...this.#resources.values()],
      operations: [...this.#operations.values()],
      deleted: [...this.#deleted.values()],
      registrations: Object.fromEntries(this.registrations),
    };
  }
}
