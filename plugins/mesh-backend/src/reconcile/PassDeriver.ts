import {
  createStatusSteps,
  type DerivedStatus,
  type StatusSources,
  type StatusSteps,
} from '@meshwright/plugin-mesh-common';
import { inTurns } from './inTurns';

type Known = { derive: StatusSteps; generation: object };

/**
 * Derives what changed since the pass before; the same, byte for byte, as
 * deriving everything, which it does with each generation of models. Others
 * have their turn meanwhile.
 */
export class PassDeriver {
  readonly #clusters = new Map<string, Known>();

  async derive(
    { cluster, generation }: { cluster: string; generation: object },
    sources: StatusSources,
  ): Promise<DerivedStatus[]> {
    let known = this.#clusters.get(cluster);
    if (known?.generation !== generation) {
      known = { derive: createStatusSteps(), generation };
      this.#clusters.set(cluster, known);
    }
    return inTurns(known.derive(sources));
  }
}
