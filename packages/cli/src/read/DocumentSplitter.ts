/** A document of a stream, or why there is none. */
export type RawDocument = {
  bytes: Uint8Array;
  /** Bytes before it. */
  offset: number;
  /** Line at which it starts, from 1. */
  line: number;
  problem?: string;
};

export type SplitOptions = {
  /** Where documents end. */
  format: 'yaml' | 'lines';
  /** Bytes that a document may have. */
  limit: number;
};

const NEWLINE = 0x0a;
const HASH = 0x23;
const PERCENT = 0x25;
const MARKER = 4;

/**
 * Cuts a stream of bytes into documents: at the markers of YAML, which cannot
 * stand at the start of a line in any other meaning, or at each line. Holds
 * one document at a time.
 */
export class DocumentSplitter {
  #parts: Uint8Array[] = [];
  #size = 0;
  #isTooLarge = false;
  #hasContent = false;
  #rest: Uint8Array = new Uint8Array();
  #isLineStart = true;
  #line = 1;
  #startLine = 1;
  #offset = 0;
  #startOffset = 0;

  constructor(readonly options: SplitOptions) {}

  push(chunk: Uint8Array): RawDocument[] {
    return this.#scan(chunk, false);
  }

  end(): RawDocument[] {
    const found = this.#scan(new Uint8Array(), true);
    this.#flush(found);
    return found;
  }

  #scan(chunk: Uint8Array, isLast: boolean): RawDocument[] {
    const found: RawDocument[] = [];
    const data = this.#rest.length > 0 ? join([this.#rest, chunk]) : chunk;
    this.#rest = new Uint8Array();
    let from = 0;
    let at = 0;
    while (at < data.length) {
      if (this.#isLineStart) {
        if (!isLast && data.length - at < MARKER) break;
        if (this.#startsDocument(data, at)) {
          this.#append(data.subarray(from, at));
          from = at;
          this.#flush(found);
        }
        this.#hasContent ||= isContent(data, at);
      }
      const newline = data.indexOf(NEWLINE, at);
      at = newline < 0 ? data.length : newline + 1;
      this.#isLineStart = newline >= 0;
      if (newline >= 0) this.#line += 1;
    }
    this.#append(data.subarray(from, at));
    this.#rest = data.slice(at);
    return found;
  }

  #startsDocument(data: Uint8Array, at: number): boolean {
    if (this.options.format === 'lines') return true;
    // Directives and comments belong to the document that follows.
    return this.#hasContent && isMarker(data, at);
  }

  #append(part: Uint8Array) {
    if (part.length === 0) return;
    this.#size += part.length;
    this.#offset += part.length;
    this.#isTooLarge ||= this.#size > this.options.limit;
    if (this.#isTooLarge) this.#parts = [];
    else this.#parts.push(part);
  }

  #flush(found: RawDocument[]) {
    if (this.#size > 0) {
      const { limit } = this.options;
      found.push({
        bytes: join(this.#parts),
        offset: this.#startOffset,
        line: this.#startLine,
        ...(this.#isTooLarge && {
          problem: `A document is larger than ${
            limit / 2 ** 20
          } MiB; split it, one document for each object`,
        }),
      });
    }
    this.#parts = [];
    this.#size = 0;
    this.#isTooLarge = false;
    this.#hasContent = false;
    this.#startLine = this.#line;
    this.#startOffset = this.#offset;
  }
}

/** `---` or `...`, and nothing that would make it a longer word. */
function isMarker(data: Uint8Array, at: number): boolean {
  const [a, b, c, next] = data.subarray(at, at + MARKER);
  return (
    a === b &&
    b === c &&
    (a === 0x2d || a === 0x2e) &&
    (next === undefined || next <= 0x20)
  );
}

/** Anything but blank lines, comments and directives. */
function isContent(data: Uint8Array, at: number): boolean {
  const first = data[at];
  return first !== undefined &&
    first > 0x20 &&
    first !== HASH &&
    first !== PERCENT
    ? true
    : first === 0x20 && isIndented(data, at);
}

function isIndented(data: Uint8Array, at: number): boolean {
  let next = at;
  while (data[next] === 0x20) next += 1;
  const byte = data[next];
  return byte !== undefined && byte > 0x20 && byte !== HASH;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}
