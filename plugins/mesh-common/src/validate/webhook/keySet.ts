import { isRecord, toText } from '../../evaluate/readJson';
import type { Json } from '../schema/node';

const needed: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e'],
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
  oct: ['k'],
};

/**
 * Places of the keys in a set that hold a secret; a text says why it is no
 * set of keys. One key may stand for a set.
 */
export function listPrivateKeys(text: string): number[] | string {
  const parsed = parse(text);
  if (!isRecord(parsed)) return 'it is no JSON object';
  const keys = Array.isArray(parsed.keys) ? parsed.keys : [parsed];
  const wrong = keys.map(findProblem).find(Boolean);
  if (wrong) return wrong;
  return keys.flatMap((key, index) => (isPrivate(key) ? [index] : []));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(key: Json): readonly string[] | undefined {
  const type = toText(key.kty) ?? '';
  return Object.hasOwn(needed, type) ? needed[type] : undefined;
}

function findProblem(key: unknown): string | undefined {
  if (!isRecord(key)) return 'a key is no JSON object';
  const fields = fieldsOf(key);
  if (!fields) return `invalid key type "${toText(key.kty) ?? ''}"`;
  const missing = fields.find(field => typeof key[field] !== 'string');
  return missing && `a key of type ${key.kty} needs "${missing}"`;
}

function isPrivate(key: unknown): boolean {
  return isRecord(key) && (key.kty === 'oct' || key.d !== undefined);
}
