import type { JsonValue } from '@backstage/types';

/** Azure gives ids and places back in a case of its own. */
export function isSameScalar(
  a: JsonValue | undefined,
  b: JsonValue | undefined,
  key = '',
): boolean {
  if (a === b) {
    return true;
  }
  if (typeof a !== 'string' || typeof b !== 'string') {
    return false;
  }
  if (key === 'location') {
    return squeeze(a) === squeeze(b);
  }
  // Names have no case in Azure, and come back in another at times.
  if (key === 'name') {
    return a.toLowerCase() === b.toLowerCase();
  }
  return isId(a) && isId(b) && trim(a) === trim(b);
}

function isId(text: string): boolean {
  return /^\/?subscriptions\//i.test(text);
}

function trim(text: string): string {
  return text.toLowerCase().replace(/^\/|\/$/g, '');
}

function squeeze(text: string): string {
  return text.replace(/\s/g, '').toLowerCase();
}
