import { Ipv4Range } from './Ipv4Range';

function range(text: string): Ipv4Range {
  const read = Ipv4Range.read(text);
  if (!(read instanceof Ipv4Range)) {
    throw new Error(`'${text}' ${read.fault}`);
  }
  return read;
}

/** RFC 1918, and RFC 6598 that many companies use alike. */
const PRIVATE = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
].map(range);

/**
 * What AKS refuses for the virtual network, pods and services, by its
 * documentation of networking.
 */
const RESERVED = [
  '169.254.0.0/16',
  '172.30.0.0/16',
  '172.31.0.0/16',
  '192.0.2.0/24',
].map(range);

/** Where defaults are looked for, the usual one first. */
export const POD_POOLS = ['10.244.0.0/16', '10.0.0.0/8', '172.16.0.0/12'].map(
  range,
);
export const SERVICE_POOLS = ['172.16.0.0/12', '10.0.0.0/8'].map(range);

export function isPrivate(candidate: Ipv4Range): boolean {
  return PRIVATE.some(known => known.contains(candidate));
}

/** The range that AKS keeps to itself and that this one touches. */
export function findReserved(candidate: Ipv4Range): Ipv4Range | undefined {
  return RESERVED.find(known => known.overlaps(candidate));
}
