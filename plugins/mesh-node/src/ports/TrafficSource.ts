import type { TrafficObservation } from '@meshwright/plugin-mesh-common';

/**
 * A source of evidence about calls that happened.
 *
 * @public
 */
export interface TrafficSource {
  /**
   * Calls of the last `windowSeconds`, as the receiving proxies reported
   * them. Throws when the source does not answer.
   */
  observe(options: {
    cluster: string;
    windowSeconds: number;
    signal?: AbortSignal;
  }): Promise<TrafficObservation[]>;
}
