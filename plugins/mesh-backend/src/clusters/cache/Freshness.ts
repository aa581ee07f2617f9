import type { MeshObject } from '@meshwright/plugin-mesh-common';

type Objects = ReadonlyMap<string, MeshObject>;

/**
 * Whether what a watch told is as new as our own last write. Versions of one
 * kind are numbers that grow; a server whose versions are none is never
 * believed.
 */
export class Freshness {
  readonly #waiting = new Set<() => void>();
  readonly #deleted = new Map<string, string | undefined>();
  #isOpen = false;
  #version?: bigint;
  #needed = 0n;
  /** True after a write of which nobody knows what became. */
  #isUncertain = false;

  /** A watch is on the line, from this version on. */
  open(version: string): void {
    this.#isOpen = true;
    this.advance(version);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** No watch is on the line. */
  close(): void {
    this.#isOpen = false;
  }

  /** Everything up to this version has been told. */
  advance(version: string): void {
    this.#version = toNumber(version);
    [...this.#waiting].forEach(check => check());
  }

  /** Everything was listed, begun after the last `needListing`. */
  relisted(): void {
    this.#isUncertain = false;
  }

  /** Only what has reached this version is good enough from now on. */
  needVersion(version: string): void {
    const needed = toNumber(version);
    if (needed === undefined) {
      this.#isUncertain = true;
    } else if (needed > this.#needed) {
      this.#needed = needed;
    }
  }

  /** Only what does not hold this object any more is good enough. */
  needDeleted(key: string, uid: string | undefined): void {
    this.#deleted.set(key, uid);
  }

  /** Only a listing is good enough. */
  needListing(): void {
    this.#isUncertain = true;
  }

  isFresh(objects: Objects | undefined): boolean {
    return (
      objects !== undefined &&
      this.#isOpen &&
      !this.#isUncertain &&
      this.#version !== undefined &&
      this.#version >= this.#needed &&
      this.#isAllDeleted(objects)
    );
  }

  /** Waits for it; false when that takes too long. */
  async wait(
    read: () => Objects | undefined,
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<boolean> {
    if (this.isFresh(read()) || waitMs <= 0) {
      return this.isFresh(read());
    }
    return new Promise(resolve => {
      const over = signal
        ? AbortSignal.any([signal, AbortSignal.timeout(waitMs)])
        : AbortSignal.timeout(waitMs);
      const check = () => {
        const isFresh = this.isFresh(read());
        if (isFresh || over.aborted) {
          this.#waiting.delete(check);
          over.removeEventListener('abort', check);
          resolve(isFresh);
        }
      };
      this.#waiting.add(check);
      over.addEventListener('abort', check);
      check();
    });
  }

  #isAllDeleted(objects: Objects): boolean {
    for (const [key, uid] of this.#deleted) {
      const metadata = objects.get(key)?.metadata;
      if (metadata && metadata.uid === uid && !metadata.deletionTimestamp) {
        return false;
      }
      this.#deleted.delete(key);
    }
    return true;
  }
}

/** Undefined for what is no number, which is then not compared. */
function toNumber(version: string): bigint | undefined {
  return /^\d{1,20}$/.test(version) ? BigInt(version) : undefined;
}
