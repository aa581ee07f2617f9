/**
 * A party of a call, as the mesh and the network see it.
 *
 * @public
 */
export type CallParty = {
  namespace: string;
  /** Pod labels. */
  labels: Record<string, string>;
  serviceAccount?: string;
  /** True when the pod has a proxy of the mesh. */
  inMesh: boolean;
  /** Pod IPv4 address, where known. */
  ip?: string;
};

/**
 * A question to the evaluator: may this call happen?
 *
 * @public
 */
export type CallRequest = {
  source: CallParty;
  destination: CallParty & {
    /** Workload (target) port. */
    port: number;
    /** Port of the Kubernetes Service, when called through one. */
    servicePort?: number;
    /** What the Service port declares. */
    protocol: 'http' | 'http2' | 'grpc' | 'tcp' | 'tls';
    /** `name.namespace` of the Service, when called through one. */
    service?: string;
  };
  /** Only for calls on HTTP protocols. */
  http?: {
    method: string;
    /** With or without a query. */
    path: string;
    host?: string;
    headers?: Record<string, string>;
    /** Claims of a verified token. */
    claims?: Record<string, unknown>;
  };
};

/** @public */
export type VerdictLayer =
  | 'network-policy'
  | 'transport'
  | 'authorization-policy'
  | 'none';

/** @public */
export type Verdict = {
  decision: 'allow' | 'deny' | 'unknown';
  /** The layer that refused; `none` when nothing did. */
  layer: VerdictLayer;
  /** The object that decided, as `Kind namespace/name`, and its rule. */
  decidedBy?: { kind: string; namespace: string; name: string; rule?: number };
  /** What the connection would be. */
  mtls: 'mutual-tls' | 'plaintext' | 'refused' | 'unknown';
  /** Steps of the reasoning for a person; only when asked for. */
  because: string[];
};
