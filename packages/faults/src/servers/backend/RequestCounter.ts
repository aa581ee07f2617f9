import { subscribe } from 'node:diagnostics_channel';

/** Requests since the last reset. */
export type RequestCount = {
  reads: number;
  watches: number;
  writes: number;
  /** From the first write that was sent to the end of the last. */
  writingMs: number;
};

type Request = { method: string; path: string };

/** Counts what this process sends, of whichever client of undici. */
export class RequestCounter {
  #count = { reads: 0, watches: 0, writes: 0 };
  #firstWrite?: number;
  #lastWrite = 0;

  constructor() {
    subscribe('undici:request:create', message =>
      this.#note((message as { request: Request }).request),
    );
    subscribe('undici:request:trailers', message => {
      if (isWrite((message as { request: Request }).request)) {
        this.#lastWrite = performance.now();
      }
    });
  }

  reset(): void {
    this.#count = { reads: 0, watches: 0, writes: 0 };
    this.#firstWrite = undefined;
  }

  read(): RequestCount {
    const first = this.#firstWrite ?? this.#lastWrite;
    return { ...this.#count, writingMs: this.#lastWrite - first };
  }

  #note(request: Request) {
    if (isWrite(request)) {
      this.#count.writes += 1;
      this.#firstWrite ??= performance.now();
    } else if (request.path.includes('watch=true')) {
      this.#count.watches += 1;
    } else {
      this.#count.reads += 1;
    }
  }
}

/** Asking for rights is a POST that writes nothing. */
function isWrite({ method, path }: Request): boolean {
  return method !== 'GET' && !path.startsWith('/apis/authorization.k8s.io/');
}
