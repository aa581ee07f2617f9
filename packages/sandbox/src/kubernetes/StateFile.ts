import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { ObjectStore, StoreState } from './store';
import { findKind } from './resources';

const DELAY_MS = 250;

function readState(path: string): StoreState {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `State file '${path}' cannot be read (${why}); start the sandbox with --reset`,
    );
  }
}

/** Keeps the objects in a file, written soon after a change. */
export class StateFile {
  readonly #path: string;
  readonly #store: ObjectStore;
  #timer: NodeJS.Timeout | undefined;

  private constructor(path: string, store: ObjectStore) {
    this.#path = path;
    this.#store = store;
  }

  /** Reads the file when there is one, and follows the store from then on. */
  static open(path: string, store: ObjectStore): StateFile {
    const file = new StateFile(path, store);
    if (existsSync(path)) {
      const state = readState(path);
      store.load(state, object => {
        const type = findKind(object.apiVersion, object.kind);
        if (!type) {
          throw new Error(
            `State file '${path}' holds a '${object.kind}' of '${object.apiVersion}', which this sandbox does not serve; start it with --reset`,
          );
        }
        return type;
      });
    }
    store.subscribe(() => file.#soon());
    return file;
  }

  /** Writes at once; the file is whole at any time. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    mkdirSync(dirname(this.#path), { recursive: true });
    const draft = `${this.#path}.${process.pid}.tmp`;
    writeFileSync(draft, JSON.stringify(this.#store.dump()), { mode: 0o600 });
    renameSync(draft, this.#path);
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.flush(), DELAY_MS);
  }
}
