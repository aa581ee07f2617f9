import type { JsonObject } from '@backstage/types';

export const networkKind = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
};

export function toPort(port: number): JsonObject {
  return { protocol: 'TCP', port };
}

/** A peer that is an address, or a range of them. */
export function toBlock(address: string, except?: string[]): JsonObject {
  const bits = address.includes(':') ? 128 : 32;
  const cidr = address.includes('/') ? address : `${address}/${bits}`;
  return { ipBlock: { cidr, ...(except?.length && { except }) } };
}
