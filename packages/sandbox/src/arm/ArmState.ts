import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { RecordSetFields } from './parseRecordSet';

/** A record set of type A as it is kept. */
export type StoredRecordSet = RecordSetFields & { name: string; etag: string };

type Stored = { version: 1; zones: Record<string, StoredRecordSet[]> };

/**
 * The record sets of all zones, kept in a file when there is one.
 */
export class ArmState {
  readonly #file: string | undefined;
  readonly #zones: Map<string, Map<string, StoredRecordSet>>;

  private constructor(
    file: string | undefined,
    zones: Map<string, Map<string, StoredRecordSet>>,
  ) {
    this.#file = file;
    this.#zones = zones;
  }

  static create(options: { zones: string[]; stateFile?: string }): ArmState {
    const { stateFile } = options;
    const stored = stateFile ? readState(stateFile) : undefined;
    const zones = options.zones.map(zone => {
      const records = stored?.zones[zone.toLowerCase()] ?? [];
      const byName = records.map(
        record => [keyOf(record.name), record] as const,
      );
      return [zone.toLowerCase(), new Map(byName)] as const;
    });
    return new ArmState(stateFile, new Map(zones));
  }

  hasZone(zone: string): boolean {
    return this.#zones.has(zone.toLowerCase());
  }

  zones(): string[] {
    return [...this.#zones.keys()];
  }

  /** Sorted by name. */
  list(zone: string): StoredRecordSet[] {
    const records = [...this.#records(zone).values()];
    return records.sort((a, b) => (keyOf(a.name) < keyOf(b.name) ? -1 : 1));
  }

  get(zone: string, name: string): StoredRecordSet | undefined {
    return this.#records(zone).get(keyOf(name));
  }

  set(zone: string, record: StoredRecordSet): void {
    this.#records(zone).set(keyOf(record.name), record);
    this.#save();
  }

  delete(zone: string, name: string): boolean {
    const existed = this.#records(zone).delete(keyOf(name));
    this.#save();
    return existed;
  }

  #records(zone: string): Map<string, StoredRecordSet> {
    return this.#zones.get(zone.toLowerCase()) ?? new Map();
  }

  #save(): void {
    if (this.#file === undefined) {
      return;
    }
    const zones = this.zones().map(zone => [zone, this.list(zone)] as const);
    const state: Stored = { version: 1, zones: Object.fromEntries(zones) };
    mkdirSync(dirname(this.#file), { recursive: true });
    const temporary = `${this.#file}.new`;
    writeFileSync(temporary, JSON.stringify(state, undefined, 2));
    renameSync(temporary, this.#file);
  }
}

function keyOf(name: string): string {
  return name.toLowerCase();
}

function readState(file: string): Stored | undefined {
  if (!existsSync(file)) {
    return undefined;
  }
  try {
    const state: Stored = JSON.parse(readFileSync(file, 'utf8'));
    if (state.version === 1 && typeof state.zones === 'object') {
      return state;
    }
  } catch {
    // Said below, in words.
  }
  throw new Error(`'${file}' is not a state of the sandbox; delete it`);
}
