import {
  createStatusDeriver,
  type DerivedStatus,
  type StatusDeriver,
  type StatusSources,
} from '@meshwright/plugin-mesh-common';

/** So often everything is derived anew, whatever is known from before. */
const PASSES = 50;

/**
 * Derives what changed since the pass before; the same, byte for byte, as
 * deriving everything. Now and then it does that anyway.
 */
export class PassDeriver {
  readonly #clusters = new Map<
    string,
    { derive: StatusDeriver; passes: number }
  >();

  derive(cluster: string, sources: StatusSources): DerivedStatus[] {
    let known = this.#clusters.get(cluster);
    if (!known || known.passes >= PASSES) {
      known = { derive: createStatusDeriver(), passes: 0 };
      this.#clusters.set(cluster, known);
    }
    known.passes += 1;
    return known.derive(sources);
  }
}
