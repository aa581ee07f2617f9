import type { MeshObject } from '@meshwright/plugin-mesh-common';
import { objectKey } from '@meshwright/plugin-mesh-common';
import { collectionPath, EMITTED_KINDS, type KindPath } from './parts';

/** Tells what is not yet as wanted. */
type Wanted = (objects: ReadonlyMap<string, MeshObject>) => string[];
type Waiting = { wanted: Wanted; resolve(): void };

const LIMIT_MS = 180_000;

/** What the API server holds, as its watches tell it. */
export class LiveObjects {
  readonly objects = new Map<string, MeshObject>();
  readonly #url: string;
  readonly #end = new AbortController();
  #waiting: Waiting[] = [];

  private constructor(url: string) {
    this.#url = url;
  }

  static async follow(url: string): Promise<LiveObjects> {
    const live = new LiveObjects(url);
    await Promise.all(EMITTED_KINDS.map(path => live.#followKind(path)));
    return live;
  }

  /** Milliseconds until the objects are as wanted, counted from `since`. */
  async until(wanted: Wanted, since = performance.now()): Promise<number> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () =>
          reject(
            new Error(
              `Not as they should be: ${wanted(this.objects).join(', ')}`,
            ),
          ),
        LIMIT_MS,
      );
    });
    const seen = new Promise<void>(resolve => {
      this.#waiting.push({ wanted, resolve });
      this.#check();
    });
    await Promise.race([seen, late]).finally(() => clearTimeout(timer));
    return performance.now() - since;
  }

  stop(): void {
    this.#end.abort();
  }

  #check() {
    const [done, rest] = [[], []] as [Waiting[], Waiting[]];
    for (const item of this.#waiting) {
      (item.wanted(this.objects).length === 0 ? done : rest).push(item);
    }
    this.#waiting = rest;
    done.forEach(({ resolve }) => resolve());
  }

  async #followKind(path: KindPath): Promise<void> {
    const url = this.#url + collectionPath(path);
    const { signal } = this.#end;
    const list = await (await fetch(url, { signal })).json();
    for (const item of list.items) {
      this.#put({ ...item, apiVersion: list.apiVersion, kind: path.kind });
    }
    const watch = `${url}?watch=true&timeoutSeconds=36000&resourceVersion=${list.metadata.resourceVersion}`;
    const { body } = await fetch(watch, { signal });
    if (body) {
      this.#read(body).catch(() => undefined);
    }
  }

  #put(object: MeshObject) {
    this.objects.set(objectKey(object), object);
  }

  async #read(body: ReadableStream<Uint8Array>) {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split(
        '\n',
      );
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const { type, object } = JSON.parse(line);
        if (type === 'DELETED') {
          this.objects.delete(objectKey(object));
        } else {
          this.#put(object);
        }
      }
      this.#check();
    }
  }
}
