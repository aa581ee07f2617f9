import {
  createStatusSteps,
  type DerivedStatus,
  type StatusSources,
  type StatusSteps,
} from '@meshwright/plugin-mesh-common';
import { inTurns } from './inTurns';

/** So often everything is derived anew, whatever is known from before. */
const PASSES = 50;

/**
 * Derives what changed since the pass before; the same, byte for byte, as
 * deriving everything. Now and then it does that anyway. Others have their
 * turn meanwhile.
 */
export class PassDeriver {
  readonly #clusters = new Map<
    string,
    { derive: StatusSteps; passes: number }
  >();

  async derive(
    cluster: string,
    sources: StatusSources,
  ): Promise<DerivedStatus[]> {
    let known = this.#clusters.get(cluster);
    if (!known || known.passes >= PASSES) {
      known = { derive: createStatusSteps(), passes: 0 };
      this.#clusters.set(cluster, known);
    }
    known.passes += 1;
    return inTurns(known.derive(sources));
  }
}
