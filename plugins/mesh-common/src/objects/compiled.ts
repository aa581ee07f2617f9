import type { DnsRecordSet, MeshObject } from './types';

/**
 * An object that should exist, with what it is for.
 *
 * @public
 */
export type CompiledObject = {
  object: MeshObject;
  /** Keys of the workloads that it protects or serves, sorted. */
  workloads: string[];
  /** Keys of the edges that it implements, sorted. */
  edges: string[];
};

/** A record set, with the workloads behind it. @public */
export type CompiledRecord = {
  record: DnsRecordSet;
  /** Keys of the workloads that are reached under the name, sorted. */
  workloads: string[];
};

/**
 * Everything that should exist in one cluster and its private zone; sorted,
 * byte-identical for equal input.
 *
 * @public
 */
export type CompiledCluster = {
  cluster: string;
  objects: CompiledObject[];
  records: CompiledRecord[];
};
