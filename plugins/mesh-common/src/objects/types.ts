import type { JsonObject } from '@backstage/types';

/**
 * Metadata of a Kubernetes object, as far as the product reads or writes it.
 *
 * @public
 */
export type ObjectMetadata = {
  name: string;
  /** Absent for cluster-scoped kinds. */
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  /** Set by the API server. */
  uid?: string;
  /** Set by the API server; opaque. */
  resourceVersion?: string;
  /** RFC 3339, set by the API server. */
  creationTimestamp?: string;
  /** RFC 3339, set by the API server when deletion was requested. */
  deletionTimestamp?: string;
  generation?: number;
  /** Who owns which fields, as the API server tells it. */
  managedFields?: JsonObject[];
};

/**
 * A Kubernetes object as plain JSON: one that we emit, or one that was read
 * from a cluster.
 *
 * @public
 */
export type MeshObject = {
  apiVersion: string;
  kind: string;
  metadata: ObjectMetadata;
  spec?: JsonObject;
  status?: JsonObject;
  data?: Record<string, string>;
};

/**
 * An A record set in a private DNS zone.
 *
 * @public
 */
export type DnsRecordSet = {
  /** Zone name, for example `mesh.internal`. */
  zone: string;
  /** Name relative to the zone, for example `checkout`. */
  name: string;
  type: 'A';
  /** Seconds. */
  ttl: number;
  /** IPv4 addresses, sorted. */
  addresses: string[];
  /** Ownership and provenance; keys of ours start with `meshwright_`. */
  metadata: Record<string, string>;
  /** Concurrency token, present on record sets that were read. */
  etag?: string;
};
