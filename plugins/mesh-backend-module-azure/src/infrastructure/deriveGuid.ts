import { hashText } from '@meshwright/plugin-mesh-common';

/** The same GUID for the same parts: of version 5 by shape. */
export function deriveGuid(parts: readonly string[]): string {
  const hash = hashText(parts.map(part => part.toLowerCase()).join('\n'));
  const variant = '89ab'[parseInt(hash[16], 16) % 4];
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `5${hash.slice(13, 16)}`,
    variant + hash.slice(17, 20),
    hash.slice(20, 32),
  ].join('-');
}
