import ipaddr from 'ipaddr.js';

/** Why a text is no range, in the words of a sentence about it. */
export type RangeFault = { fault: string };

/** A block of IPv4 addresses, with its addresses as numbers. */
export class Ipv4Range {
  readonly start: number;
  readonly prefix: number;

  /** The block with that many fixed bits that begins at `start`. */
  static of(start: number, prefix: number): Ipv4Range {
    return new Ipv4Range(start, prefix);
  }

  /** Reads `10.240.0.0/16`; says what is wrong with anything else. */
  static read(text: string): Ipv4Range | RangeFault {
    if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) {
      return { fault: 'is no IPv4 range; write it like 10.240.0.0/16' };
    }
    const [address, prefix] = ipaddr.IPv4.parseCIDR(text);
    const start = toNumber(address);
    const range = new Ipv4Range(start - (start % 2 ** (32 - prefix)), prefix);
    if (range.start !== start) {
      return {
        fault: `begins in the middle of its range; write ${range} or another range`,
      };
    }
    return range.toString() === text
      ? range
      : { fault: `is not written as usual; write ${range}` };
  }

  /** As `read`, for who does not ask why. */
  static parse(text: unknown): Ipv4Range | undefined {
    const range =
      typeof text === 'string' ? Ipv4Range.read(text) : { fault: '' };
    return range instanceof Ipv4Range ? range : undefined;
  }

  private constructor(start: number, prefix: number) {
    this.start = start;
    this.prefix = prefix;
  }

  get size(): number {
    return 2 ** (32 - this.prefix);
  }

  /** First address after the block. */
  get end(): number {
    return this.start + this.size;
  }

  overlaps(other: Ipv4Range): boolean {
    return this.start < other.end && other.start < this.end;
  }

  contains(other: Ipv4Range): boolean {
    return this.start <= other.start && other.end <= this.end;
  }

  has(address: number): boolean {
    return address >= this.start && address < this.end;
  }

  toString(): string {
    return `${formatAddress(this.start)}/${this.prefix}`;
  }
}

/** Undefined when the text is no address in four decimal parts. */
export function parseAddress(text: unknown): number | undefined {
  if (
    typeof text !== 'string' ||
    !ipaddr.IPv4.isValidFourPartDecimal(text) ||
    ipaddr.IPv4.parse(text).toString() !== text
  ) {
    return undefined;
  }
  return toNumber(ipaddr.IPv4.parse(text));
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0]
    .map(shift => Math.floor(address / 2 ** shift) % 256)
    .join('.');
}

function toNumber(address: ipaddr.IPv4): number {
  return address.octets.reduce((value, octet) => value * 256 + octet, 0);
}
