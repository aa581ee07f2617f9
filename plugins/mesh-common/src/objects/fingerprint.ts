const FIRST = 0x9e3779b1;
const SECOND = 0x85ebca6b;
const FIRST_SEED = 0x243f6a88;
const SECOND_SEED = 0xb7e15162;

/** Marks that keep values apart; no character has such a code. */
const LIST = 0x10001;
const OBJECT = 0x10002;
const TEXT = 0x10003;
const OTHER = 0x10004;
const END = 0x10005;

/** State of one walk: both halves change with every character. */
class Walk {
  first = FIRST_SEED;
  second = SECOND_SEED;

  add(value: unknown) {
    if (typeof value === 'string') {
      this.#addText(TEXT, value);
    } else if (Array.isArray(value)) {
      this.#step(LIST);
      for (const item of value) {
        this.add(item);
      }
      this.#step(END);
    } else if (typeof value === 'object' && value !== null) {
      this.#addObject(value as Record<string, unknown>);
    } else {
      this.#addText(OTHER, String(value));
    }
  }

  #addObject(value: Record<string, unknown>) {
    this.#step(OBJECT);
    const keys = Object.keys(value);
    if (keys.length > 1) {
      keys.sort();
    }
    for (const key of keys) {
      if (value[key] !== undefined) {
        this.#addText(TEXT, key);
        this.add(value[key]);
      }
    }
    this.#step(END);
  }

  #addText(mark: number, text: string) {
    this.#step(mark);
    let { first, second } = this;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      first = Math.imul(first ^ code, FIRST);
      first = (first << 13) | (first >>> 19);
      second = Math.imul(second ^ code, SECOND);
      second = (second << 17) | (second >>> 15);
    }
    this.first = first;
    this.second = second;
    this.#step(text.length);
  }

  #step(code: number) {
    const first = Math.imul(this.first ^ code, FIRST);
    this.first = (first << 13) | (first >>> 19);
    const second = Math.imul(this.second ^ code, SECOND);
    this.second = (second << 17) | (second >>> 15);
  }
}

/**
 * Sixteen hex digits that tell JSON values apart, whatever the order of their
 * keys. Fast, and no protection against somebody who looks for two values with
 * the same fingerprint.
 */
export function fingerprint(value: unknown): string {
  const walk = new Walk();
  walk.add(value);
  const { first, second } = walk;
  return toHex(mix(first, second)) + toHex(mix(second, first));
}

function mix(value: number, other: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), FIRST) ^ other;
  mixed = Math.imul(mixed ^ (mixed >>> 13), SECOND);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function toHex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
