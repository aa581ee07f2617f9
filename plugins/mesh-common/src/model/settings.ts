/** A day of the week. @public */
export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/**
 * When calls are wanted. A window whose end is not after its start reaches
 * into the next day.
 *
 * @public
 */
export type CallWindow = {
  /** Days on which the window starts, in the order of the week. */
  days: Weekday[];
  /** `HH:MM`, in the time zone. */
  from: string;
  /** `HH:MM`, in the time zone; the minute itself is outside. */
  to: string;
  /** IANA name, for example `Europe/Amsterdam`. */
  timezone: string;
};

/**
 * A port on which mutual TLS is not insisted on.
 *
 * @public
 */
export type MtlsException = {
  /** Name of a port of the workload. */
  port: string;
  mode: 'permissive' | 'disable';
  reason: string;
  /** ISO date or instant at which the exception ends. */
  until?: string;
  pointer: string;
};

/** How calls to a workload are made. @public */
export type TrafficSettings = {
  /** Duration as Istio writes it, for example `3s`. */
  timeout?: string;
  retries?: {
    attempts: number;
    /** Conditions of Envoy, for example `5xx`. */
    on?: string[];
    perTryTimeout?: string;
  };
  circuitBreaker?: {
    maxConnections?: number;
    maxPendingRequests?: number;
    consecutiveErrors?: number;
    interval?: string;
    baseEjectionTime?: string;
    maxEjectionPercent?: number;
  };
};

/**
 * The token that a request on a route must carry.
 *
 * @public
 */
export type JwtRequirement = {
  issuer: string;
  audiences?: string[];
  /** Absent: found through the issuer's discovery document. */
  jwksUri?: string;
  /** Values of which one is needed, by claim. */
  claims?: Record<string, string[]>;
};
