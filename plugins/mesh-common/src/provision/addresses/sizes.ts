/** Azure takes the first four addresses of a subnet and the last. */
export const RESERVED_ADDRESSES = 5;
/** Overlay networking gives each node a /24 of the pods' range. */
export const NODE_POD_PREFIX = 24;

/** Share of nodes that an upgrade brings on top, for a while. */
const MAX_SURGE = 0.33;
/** The private endpoint of the API server. */
const EXTRA_ADDRESSES = 1;

/**
 * How many nodes there are at most, those that an upgrade adds included:
 * a third, which is `maxSurge: 33%`.
 *
 * @public
 */
export function deriveMaxNodes(max: number): number {
  return max + Math.ceil(max * MAX_SURGE);
}

/** Addresses that the subnet of nodes must be able to give. */
export function neededNodeAddresses(max: number): number {
  return deriveMaxNodes(max) + EXTRA_ADDRESSES;
}

/** One for each unit at most, and one for a private frontend. */
export function neededGatewayAddresses(maxCapacity: number): number {
  return maxCapacity + 1;
}

/** Longest prefix of a block of at least that many addresses. */
export function prefixFor(addresses: number): number {
  return 32 - Math.ceil(Math.log2(Math.max(addresses, 1)));
}
