import { setTimeout as sleep } from 'node:timers/promises';
import { type MeshObject, objectKey } from '@meshwright/plugin-mesh-common';
import { readLines } from './readLines';
import { RECORDED_KINDS, type RecordedKind } from './recordedKinds';
import { Recording, versionOf } from './Recording';

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

  /** From now on; what was there before is not part of it. */
  record(isMine: (object: MeshObject) => boolean): Recording {
    const recording = new Recording(isMine);
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
    const newest = Math.max(...listings.map(({ version }) => Number(version)));
    const isBehind = () =>
      mine.some(object => !recording.hasSeen(object)) ||
      recording
        .present()
        .some(
          object => !keys.has(objectKey(object)) && versionOf(object) <= newest,
        );
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
    const { version, items } = await this.#list(kind);
    const known = new Map(items.map(item => [objectKey(item), item]));
    this.#watches.push(this.#follow(kind, { version, known }));
  }

  /** Until the recorder is stopped; whatever happens to the server. */
  async #follow(
    kind: RecordedKind,
    from: { version: string; known: Map<string, MeshObject> },
  ): Promise<void> {
    const { known } = from;
    let version: string | undefined = from.version;
    while (!this.#ended.signal.aborted) {
      try {
        version ??= await this.#listAgain(kind, known);
        for await (const line of this.#open(kind, version)) {
          const { type, object } = JSON.parse(line);
          if (type === 'ERROR') {
            version = undefined;
            break;
          }
          version = object.metadata.resourceVersion as string;
          if (type !== 'BOOKMARK') {
            this.#tell(known, { object, isGone: type === 'DELETED' });
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
   * What a server that was started anew does not tell of. No one can write
   * while it is down, so that an object has changed once at most.
   */
  async #listAgain(
    kind: RecordedKind,
    known: Map<string, MeshObject>,
  ): Promise<string> {
    const { version, items } = await this.#list(kind);
    items.sort((a, b) => versionOf(a) - versionOf(b));
    const gone = new Map(known);
    for (const object of items) {
      gone.delete(objectKey(object));
      this.#tell(known, { object, isGone: false });
    }
    for (const object of gone.values()) {
      const metadata = { ...object.metadata, resourceVersion: version };
      this.#tell(known, { object: { ...object, metadata }, isGone: true });
    }
    return version;
  }

  #tell(
    known: Map<string, MeshObject>,
    { object, isGone }: { object: MeshObject; isGone: boolean },
  ): void {
    const key = objectKey(object);
    if (isGone) {
      known.delete(key);
    } else {
      known.set(key, object);
    }
    const event = {
      version: versionOf(object),
      type: isGone ? 'delete' : 'put',
      key,
      object,
    } as const;
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
