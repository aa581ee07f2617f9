const FIRST = 0x9e3779b1;
const SECOND = 0x85ebca6b;

/**
 * Sixteen hex digits that tell texts apart. Fast, and no protection against
 * somebody who looks for two texts with the same fingerprint.
 */
export function fingerprint(text: string): string {
  let a = 0x243f6a88;
  let b = 0xb7e15162;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, FIRST);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b ^ code, SECOND);
    b = (b << 17) | (b >>> 15);
  }
  return toHex(mix(a ^ text.length, b)) + toHex(mix(b, a));
}

function mix(value: number, other: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), FIRST) ^ other;
  mixed = Math.imul(mixed ^ (mixed >>> 13), SECOND);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function toHex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
