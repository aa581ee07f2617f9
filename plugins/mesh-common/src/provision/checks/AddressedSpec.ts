import type { MeshClusterSpec } from '../spec';

/** What has to do with addresses. */
export type AddressedSpec = {
  network: MeshClusterSpec['network'];
  nodes: { max: number };
  edge?: { maxCapacity: number };
};
