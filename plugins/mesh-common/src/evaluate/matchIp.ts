/** An address as a number, with its number of bits. */
export type Address = { bits: 32 | 128; value: bigint };

/** A block of addresses: all whose first `prefix` bits are equal. */
export type Block = { address: Address; prefix: number };

/** Undefined when the text is no IPv4 or IPv6 address. */
export function parseAddress(text: string): Address | undefined {
  const value = text.includes(':') ? parseV6(text) : parseV4(text);
  if (value === undefined) return undefined;
  return { bits: text.includes(':') ? 128 : 32, value };
}

/** An address or CIDR; undefined when the text is neither. */
export function parseBlock(text: string): Block | undefined {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (!address) return undefined;
  if (slash < 0) return { address, prefix: address.bits };
  const prefix = parseDecimal(text.slice(slash + 1), address.bits);
  return prefix === undefined ? undefined : { address, prefix };
}

export function isInBlock(address: Address, block: Block): boolean {
  if (address.bits !== block.address.bits) return false;
  const shift = BigInt(address.bits - block.prefix);
  return address.value >> shift === block.address.value >> shift;
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    const byte = parseDecimal(part, 255);
    if (byte === undefined) return undefined;
    value = value * 256n + BigInt(byte);
  }
  return value;
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(toGroups);
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array(missing).fill(0), ...(tail ?? [])];
  return groups.reduce<bigint>(
    (value, group) => value * 65536n + BigInt(group),
    0n,
  );
}

/** The 16-bit groups on one side of `::`, the last may be an IPv4 address. */
function toGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.') && index === parts.length - 1) {
      const value = parseV4(part);
      if (value === undefined) return undefined;
      groups.push(Number(value >> 16n), Number(value & 65535n));
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}

function parseDecimal(text: string, max: number): number | undefined {
  if (!/^(0|[1-9][0-9]{0,2})$/.test(text)) return undefined;
  const value = Number(text);
  return value <= max ? value : undefined;
}
