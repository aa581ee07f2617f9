import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { isObject } from './core/json';
import type { StoredState } from './core/ResourceStore';
import { ResourceStore } from './core/ResourceStore';
import type { RecordSetFields } from './parseRecordSet';

/** A record set of type A as the first version kept it. */
export type FormerRecordSet = RecordSetFields & { name: string; etag: string };

/** What a file held. */
export type LoadedState = {
  store: ResourceStore;
  /** Record sets by zone, of a file of the first version. */
  former: Record<string, FormerRecordSet[]>;
};

/** Reads a state; an empty one when there is no file. */
export function loadState(file: string | undefined): LoadedState {
  if (file === undefined || !existsSync(file)) {
    return { store: ResourceStore.create(), former: {} };
  }
  try {
    const state: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isObject(state) && state.version === 2) {
      return { store: ResourceStore.create(state as StoredState), former: {} };
    }
    if (isObject(state) && state.version === 1 && isObject(state.zones)) {
      const former = state.zones as Record<string, FormerRecordSet[]>;
      return { store: ResourceStore.create(), former };
    }
  } catch {
    // Said below, in words.
  }
  throw new Error(`'${file}' is not a state of the sandbox; delete it`);
}

/** Writes a state so that a reader finds the old or the new one. */
export function saveState(file: string, store: ResourceStore): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.new`;
  writeFileSync(temporary, JSON.stringify(store.toState()), { mode: 0o600 });
  renameSync(temporary, file);
}
