import { sortedKeys } from './sortedKeys';

const FIRST = 0x9e3779b1;
const SECOND = 0x85ebca6b;
const FIRST_SEED = 0x243f6a88;
const SECOND_SEED = 0xb7e15162;

/** Marks that keep values apart. */
const LIST = 1;
const OBJECT = 2;
const TEXT = 3;
const OTHER = 4;
const END = 5;

/**
 * Both halves of the fingerprint of what was walked so far. They are here, and
 * not handed on, because every character of every object passes them.
 */
let first = FIRST_SEED;
let second = SECOND_SEED;

/**
 * Sixteen hex digits that tell JSON values apart, whatever the order of their
 * keys. Fast, and no protection against somebody who looks for two values with
 * the same fingerprint.
 */
export function fingerprint(value: unknown): string {
  first = FIRST_SEED;
  second = SECOND_SEED;
  walk(value, 0);
  return toHex(mix(first, second)) + toHex(mix(second, first));
}

/** Deeper than any kind goes; what is below is not told apart. */
const DEEPEST = 500;

function walk(value: unknown, depth: number) {
  if (typeof value === 'string') {
    walkText(TEXT, value);
  } else if (depth > DEEPEST) {
    step(END);
  } else if (Array.isArray(value)) {
    step(LIST);
    for (let index = 0; index < value.length; index += 1) {
      walk(value[index], depth + 1);
    }
    step(END);
  } else if (typeof value === 'object' && value !== null) {
    walkObject(value as Record<string, unknown>, depth + 1);
  } else {
    walkText(OTHER, String(value));
  }
}

function walkObject(value: Record<string, unknown>, depth: number) {
  step(OBJECT);
  const keys = sortedKeys(value);
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index];
    const inner = value[key];
    if (inner !== undefined) {
      walkText(TEXT, key);
      walk(inner, depth);
    }
  }
  step(END);
}

/** Two characters at a time; the length tells how many the last step had. */
function walkText(mark: number, text: string) {
  step(mark);
  const { length } = text;
  let a = first;
  let b = second;
  for (let index = 1; index < length; index += 2) {
    const pair = text.charCodeAt(index - 1) | (text.charCodeAt(index) << 16);
    a = Math.imul(a ^ pair, FIRST);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b ^ pair, SECOND);
    b = (b << 17) | (b >>> 15);
  }
  first = a;
  second = b;
  if (length % 2 === 1) {
    step(text.charCodeAt(length - 1));
  }
  step(length);
}

function step(code: number) {
  const a = Math.imul(first ^ code, FIRST);
  first = (a << 13) | (a >>> 19);
  const b = Math.imul(second ^ code, SECOND);
  second = (b << 17) | (b >>> 15);
}

function mix(value: number, other: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), FIRST) ^ other;
  mixed = Math.imul(mixed ^ (mixed >>> 13), SECOND);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function toHex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
