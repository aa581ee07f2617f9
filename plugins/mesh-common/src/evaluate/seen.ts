import type { Claims } from './matchClaims';
import type { Address } from './matchIp';

/** An HTTP request as the server's proxy sees it. Absent: not known. */
export type SeenHttp = {
  method?: string;
  /** Without query, normalized. */
  path?: string;
  host?: string;
  /** By lower-case name, pseudo headers too. */
  headers?: ReadonlyMap<string, readonly string[]>;
  claims?: Claims;
};

/**
 * A connection, and the request on it, as the server's proxy sees it: what
 * policies are judged on. Absent: not known.
 */
export type Seen = {
  /** SPIFFE URIs of the client's certificate; none on plaintext. */
  identities?: readonly string[];
  sourceIp?: Address;
  remoteIp?: Address;
  destinationIp?: Address;
  port: number;
  sni?: string;
  /** Present when the proxy judges HTTP, absent on TCP. */
  http?: SeenHttp;
  /** Metadata of other filters, by filter name. */
  metadata?: Record<string, unknown>;
  /** True when a header that is sent several times matches by any value. */
  separateHeaders: boolean;
};
