import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { ANNOTATION_DIGEST } from './annotations';
import { fingerprint } from './fingerprint';
import type { MeshObject } from './types';

/**
 * Hex SHA-256 of a text, cut to `length` characters.
 *
 * @public
 */
export function hashText(text: string, length: number = 64): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, length);
}

/**
 * Digest of everything that we put into an object, the digest itself aside:
 * sixteen hex digits. It tells versions of an object apart and proves nothing
 * about who wrote it.
 *
 * @public
 */
export function digestObject(object: MeshObject): string {
  const all = object.metadata.annotations;
  if (all && !(ANNOTATION_DIGEST in all)) {
    return fingerprint(object);
  }
  const { [ANNOTATION_DIGEST]: _, ...annotations } = all ?? {};
  return fingerprint({
    ...object,
    metadata: { ...object.metadata, annotations },
  });
}
