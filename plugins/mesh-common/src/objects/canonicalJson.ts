import { sortedKeys } from './sortedKeys';

/**
 * JSON with sorted keys and without undefined values: equal values give equal
 * text.
 *
 * @public
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') {
    return quote(value);
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  return Array.isArray(value) ? writeList(value) : writeObject(value);
}

function writeList(values: readonly unknown[]): string {
  let text = '[';
  for (let index = 0; index < values.length; index += 1) {
    text += index > 0 ? ',' : '';
    text += canonicalJson(values[index]) ?? 'null';
  }
  return `${text}]`;
}

function writeObject(value: object): string {
  const record = value as Record<string, unknown>;
  let text = '{';
  for (const key of sortedKeys(record)) {
    const written = canonicalJson(record[key]);
    if (written !== undefined) {
      text += `${text.length > 1 ? ',' : ''}${quote(key)}:${written}`;
    }
  }
  return `${text}}`;
}

/** Text of which every character stands for itself, as nearly all does. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quote(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
