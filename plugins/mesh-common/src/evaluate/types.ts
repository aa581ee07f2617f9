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
  /** True when the pod has a proxy of the mesh, or is captured by ztunnel. */
  inMesh: boolean;
  /** True when ztunnel captures its traffic: it has no proxy of its own. */
  ambient?: boolean;
  /** Pod address (IPv4 or IPv6), where known. */
  ip?: string;
  /**
   * Identity in its certificate without `spiffe://`, where it is not
   * `<trust domain>/ns/<namespace>/sa/<service account>`.
   */
  principal?: string;
  /**
   * Its address as the proxy of the server derives it from
   * `X-Forwarded-For` or the PROXY protocol, where that differs from `ip`.
   */
  remoteIp?: string;
  /**
   * How it opens connections: by what its proxy is configured to do (`auto`,
   * the default), or always as a client of its own making.
   */
  opens?: 'auto' | 'mutual-tls' | 'plaintext';
  /**
   * True for a gateway: PeerAuthentication does not govern its listeners.
   */
  gateway?: boolean;
  /** Ports that its containers name, for policies that name ports. */
  namedPorts?: NamedPort[];
};

/**
 * A port of a container.
 *
 * @public
 */
export type NamedPort = {
  name: string;
  port: number;
  /** `TCP` unless said otherwise. */
  protocol?: string;
};

/**
 * A proxy between ztunnels, for the calls to a Service or to a workload.
 *
 * @public
 */
export type Waypoint = {
  namespace: string;
  /** Name of its Gateway. */
  name: string;
  /** The name of the Gateway unless said otherwise. */
  serviceAccount?: string;
  /** Which calls take it; `service` unless said otherwise. */
  calls?: 'service' | 'workload' | 'all';
};

/**
 * A JSON Web Token in a request, as far as the decision needs it.
 *
 * @public
 */
export type CallToken = {
  /** `header:<name>` or `param:<name>`. */
  location: string;
  /** What precedes the token in the header, for example `Bearer `. */
  prefix?: string;
  claims: Record<string, unknown>;
  /** True when it is past its time. */
  expired?: boolean;
  /** True when it cannot be parsed or its signature is wrong. */
  invalid?: boolean;
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
    /**
     * What the Service port declares; `unknown` when no Service declares the
     * port and the proxy finds out from the first bytes.
     */
    protocol: 'http' | 'http2' | 'grpc' | 'tcp' | 'tls' | 'unknown';
    /** `name.namespace` of the Service, when called through one. */
    service?: string;
    /** Subset of the Service that the call is routed to. */
    subset?: string;
    /** What the caller connects to; `service` unless said otherwise. */
    addressedBy?: 'service' | 'pod';
    /** True when the Service has no cluster address. */
    headless?: boolean;
    /** The waypoint that calls captured by ztunnel take on their way. */
    waypoint?: Waypoint;
  };
  /** Only for calls on HTTP protocols. */
  http?: {
    /** Not known when absent. */
    method?: string;
    /** With or without a query; not known when absent. */
    path?: string;
    /** As the caller sends it; not known when absent. */
    host?: string;
    /** A list is a header that is sent several times. */
    headers?: Record<string, string | string[]>;
    /** Claims of a verified token. */
    claims?: Record<string, unknown>;
    /** Tokens to be verified against the RequestAuthentications. */
    tokens?: CallToken[];
  };
  /** Server name in the TLS handshake, where it is not the mesh's own. */
  sni?: string;
  /** Answer of the external authorizer of CUSTOM policies, where known. */
  externalAuthorizer?: 'allow' | 'deny';
};

/** A layer that can refuse a call. @public */
export type VerdictLayer =
  | 'network-policy'
  | 'transport'
  | 'request-authentication'
  | 'authorization-policy'
  | 'none';

/** The answer to a {@link CallRequest}. @public */
export type Verdict = {
  decision: 'allow' | 'deny' | 'unknown';
  /** The layer that refused; `none` when nothing did. */
  layer: VerdictLayer;
  /** The object that decided, as `Kind namespace/name`, and its rule. */
  decidedBy?: { kind: string; namespace: string; name: string; rule?: number };
  /** What the connection would be. */
  mtls: 'mutual-tls' | 'plaintext' | 'refused' | 'unknown';
  /** Why the transport refused, when it did. */
  refusal?:
    | 'plaintext-to-strict'
    | 'tls-to-plaintext'
    | 'foreign-identity'
    | 'malformed-path';
  /** Status that an HTTP caller of the server's proxy gets, where it is clear. */
  httpStatus?: number;
  /** Steps of the reasoning for a person; only when asked for. */
  because: string[];
};

/**
 * The mesh that objects are evaluated in.
 *
 * @public
 */
export type WorldOptions = {
  /** Namespace whose policies hold for the whole mesh. */
  rootNamespace: string;
  trustDomain: string;
  trustDomainAliases?: string[];
  /** Version of the control plane; `1.29` unless said otherwise. */
  istio?: string;
  /** Version of the proxies; `1.37` unless said otherwise. */
  envoy?: string;
  /** `BASE` unless said otherwise. */
  pathNormalization?: PathNormalization;
  /** False when the cluster stores NetworkPolicies and ignores them. */
  policyEngine?: boolean;
  /** True unless said otherwise. */
  autoMtls?: boolean;
  /** External authorizers that the mesh knows; any when absent. */
  externalAuthorizers?: Record<string, 'http' | 'grpc'>;
};

/** How proxies normalize paths before policies see them. @public */
export type PathNormalization =
  | 'NONE'
  | 'BASE'
  | 'MERGE_SLASHES'
  | 'DECODE_AND_MERGE_SLASHES';

/**
 * Mode that a server accepts connections in.
 *
 * @public
 */
export type MtlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

/**
 * The mode in force on a port, and the object that sets it.
 *
 * @public
 */
export type EffectiveMtls = {
  mode: MtlsMode;
  /** `PeerAuthentication namespace/name`, or `default of the mesh`. */
  source: string;
};
