import { setTimeout as sleep } from 'node:timers/promises';
import { type MeshObject, objectKey } from '@meshwright/plugin-mesh-common';
import { readLines } from './readLines';
import { RECORDED_KINDS, type RecordedKind } from './recordedKinds';
import { type ObjectEvent, Recording, versionOf } from './Recording';

const PAUSE_MS = 50;
const PATIENCE_MS = 60_000;

/** The server has forgotten what was before. */
class GoneError extends Error {}

type Listing = { version: string; items: MeshObject[] };

/**
 * Sees every event of the kinds that decide who may call whom, from watches
 * of the API server that nothing stands in the way of.
 *
 * @example
 *
 * ```ts
 * const recorder = await WatchRecorder.start({ url: server.proxyUrl });
 * const recording = recorder.record(isOfThisTest);
 * // … the first state is applied
 * await recorder.catchUp(recording);
 * recording.cut();
 * // … the upgrade
 * await recorder.catchUp(recording);
 * const { lost, widened } = judgeHistory({ history: recording.cut(), … });
 * ```
 */
export class WatchRecorder {
  readonly #url: string;
  readonly #kinds: readonly RecordedKind[];
  readonly #known = new Map<string, MeshObject>();
  readonly #recordings = new Set<Recording>();
  readonly #ended = new AbortController();
  readonly #watches: Promise<void>[] = [];

  /** `url`: where the API server is reached without credentials. */
  static async start(options: {
    url: string;
    kinds?: readonly RecordedKind[];
  }): Promise<WatchRecorder> {
    const recorder = new WatchRecorder(options);
    await Promise.all(recorder.#kinds.map(kind => recorder.#begin(kind)));
    return recorder;
  }

  private constructor(options: {
    url: string;
    kinds?: readonly RecordedKind[];
  }) {
    this.#url = options.url;
    this.#kinds = options.kinds ?? RECORDED_KINDS;
  }

  /** From now on; what is there already are its first events. */
  record(isMine: (object: MeshObject) => boolean): Recording {
    const recording = new Recording(isMine);
    for (const object of this.#known.values()) {
      recording.note(toEvent(object, 'put'));
    }
    this.#recordings.add(recording);
    return recording;
  }

  forget(recording: Recording): void {
    this.#recordings.delete(recording);
  }

  /** Waits until a recording knows all that happened before the call. */
  async catchUp(recording: Recording): Promise<void> {
    const listings = await Promise.all(
      this.#kinds.map(kind => this.#listPatiently(kind)),
    );
    const mine = listings.flatMap(({ items }) =>
      items.filter(recording.isMine),
    );
    const keys = new Set(mine.map(objectKey));
    // Lists of other kinds may be newer than what came meanwhile.
    const versions = new Map(
      listings.map(({ version }, index) => [
        this.#kinds[index].kind,
        Number(version),
      ]),
    );
    const isGone = (object: MeshObject) =>
      !keys.has(objectKey(object)) &&
      versionOf(object) <= (versions.get(object.kind) ?? 0);
    const isBehind = () =>
      mine.some(object => !recording.hasSeen(object)) ||
      recording.present().some(isGone);
    const end = Date.now() + PATIENCE_MS;
    while (isBehind()) {
      if (Date.now() > end) {
        throw new Error('The watches do not tell what is there');
      }
      await sleep(5);
    }
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    await Promise.all(this.#watches);
  }

  async #begin(kind: RecordedKind): Promise<void> {
    const { version, items } = await this.#listPatiently(kind);
    items.forEach(item => this.#tell(toEvent(item, 'put')));
    this.#watches.push(this.#follow(kind, version));
  }

  /** Until the recorder is stopped; whatever happens to the server. */
  async #follow(kind: RecordedKind, from: string): Promise<void> {
    let version: string | undefined = from;
    while (!this.#ended.signal.aborted) {
      try {
        version ??= await this.#listAgain(kind);
        for await (const line of this.#open(kind, version)) {
          const { type, object } = JSON.parse(line);
          if (type === 'ERROR') {
            version = undefined;
            break;
          }
          version = object.metadata.resourceVersion as string;
          if (type !== 'BOOKMARK') {
            this.#tell(toEvent(object, type === 'DELETED' ? 'delete' : 'put'));
          }
        }
      } catch (error) {
        if (error instanceof GoneError) {
          version = undefined;
        }
      }
      await sleep(PAUSE_MS);
    }
  }

  async *#open(kind: RecordedKind, version: string): AsyncGenerator<string> {
    const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${version}`;
    const { signal } = this.#ended;
    const response = await fetch(`${this.#url}${kind.path}?${query}`, {
      signal,
    });
    if (response.status === 410) {
      throw new GoneError();
    }
    if (response.ok && response.body) {
      yield* readLines(response.body);
    }
  }

  /**
   * What a server that was started anew does not tell of: it has forgotten
   * what was written right before it went.
   */
  async #listAgain(kind: RecordedKind): Promise<string> {
    const { version, items } = await this.#list(kind);
    items.sort((a, b) => versionOf(a) - versionOf(b));
    const gone = new Map(
      [...this.#known].filter(([, object]) => object.kind === kind.kind),
    );
    for (const object of items) {
      gone.delete(objectKey(object));
      this.#tell({ ...toEvent(object, 'put'), afterGap: true });
    }
    for (const object of gone.values()) {
      const metadata = { ...object.metadata, resourceVersion: version };
      const event = toEvent({ ...object, metadata }, 'delete');
      this.#tell({ ...event, afterGap: true });
    }
    return version;
  }

  #tell(event: ObjectEvent): void {
    if (event.type === 'delete') {
      this.#known.delete(event.key);
    } else {
      this.#known.set(event.key, event.object);
    }
    this.#recordings.forEach(recording => recording.note(event));
  }

  async #list({ apiVersion, kind, path }: RecordedKind): Promise<Listing> {
    const { signal } = this.#ended;
    const response = await fetch(this.#url + path, { signal });
    if (!response.ok) {
      throw new Error(`${path}: ${response.status}`);
    }
    const { metadata, items } = await response.json();
    return {
      version: metadata.resourceVersion,
      items: items.map((item: MeshObject) => ({ ...item, apiVersion, kind })),
    };
  }

  async #listPatiently(kind: RecordedKind): Promise<Listing> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await this.#list(kind);
      } catch (error) {
        if (Date.now() > end || this.#ended.signal.aborted) {
          throw error;
        }
        await sleep(PAUSE_MS);
      }
    }
  }
}

function toEvent(object: MeshObject, type: ObjectEvent['type']): ObjectEvent {
  return { version: versionOf(object), type, key: objectKey(object), object };
}
