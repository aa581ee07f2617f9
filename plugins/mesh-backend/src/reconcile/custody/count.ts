/** `1 object`, `3 objects`; of nouns that take an `s`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
