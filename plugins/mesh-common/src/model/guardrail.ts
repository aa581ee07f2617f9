/**
 * Which entities a rule of the platform is about: every key that is present
 * has to fit, by any of its values; `*` in a value stands for any text.
 *
 * @public
 */
export type EntitySelector = {
  /** Full references of components and resources. */
  ref?: string[];
  lifecycle?: string[];
  tier?: string[];
  /** Full references. */
  system?: string[];
  /** Full references. */
  domain?: string[];
  /** Full references. */
  owner?: string[];
  /** Any of these tags. */
  tags?: string[];
  /** Does not fit these. */
  not?: EntitySelector;
};

/**
 * A limit that the platform team sets; nothing in the catalog overrides it.
 *
 * @public
 */
export type Guardrail = {
  /** Stable, for messages and audit. */
  id: string;
  /**
   * `deny`: such an edge is never granted. `approval`: it needs a recorded
   * approval, whatever the access rules say.
   */
  effect: 'deny' | 'approval';
  /** For a person: why. */
  reason: string;
  /** Environment of a cluster, or `*`; absent: any. */
  environment?: string;
  /** Consumers; absent: any. */
  from?: EntitySelector;
  /** Providers; absent: any. */
  to?: EntitySelector;
  /** Protocols of ports; absent: any. */
  protocols?: Array<'http' | 'http2' | 'grpc' | 'tcp' | 'tls'>;
  /** Only edges that cover every method or path of a port. */
  breadth?: 'every-method' | 'every-path';
};
