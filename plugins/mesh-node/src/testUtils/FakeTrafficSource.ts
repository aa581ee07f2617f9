import type { TrafficObservation } from '@meshwright/plugin-mesh-common';
import { ServiceUnavailableError } from '@backstage/errors';
import type { TrafficSource } from '../ports/TrafficSource';

/**
 * A traffic source that answers with what it was given.
 *
 * @public
 */
export class FakeTrafficSource implements TrafficSource {
  /** Traffic of every cluster. */
  observations: TrafficObservation[];

  /** Set to make every call fail. */
  unreachable?: string;

  constructor(observations: TrafficObservation[] = []) {
    this.observations = observations;
  }

  /** The observations that the test gave for the cluster. */
  async observe(options: {
    cluster: string;
    windowSeconds: number;
    signal?: AbortSignal;
  }): Promise<TrafficObservation[]> {
    options.signal?.throwIfAborted();
    if (this.unreachable) {
      throw new ServiceUnavailableError(
        `The traffic source does not answer: ${this.unreachable}`,
      );
    }
    return structuredClone(
      this.observations.filter(({ cluster }) => cluster === options.cluster),
    );
  }
}
