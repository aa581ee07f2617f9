import {
  type CompiledCluster,
  type Compiler,
  createCompiler,
  type MeshModel,
} from '@meshwright/plugin-mesh-common';

/** So often everything is compiled anew, whatever is known from before. */
const PASSES = 50;

type Known = { compile: Compiler; passes: number };

/**
 * Compiles what changed since the pass before; the same, byte for byte, as
 * compiling everything. Now and then it does that anyway.
 */
export class PassCompiler {
  readonly #clusters = new Map<string, Known>();

  compile(model: MeshModel, cluster: string): CompiledCluster {
    let known = this.#clusters.get(cluster);
    if (!known || known.passes >= PASSES) {
      known = { compile: createCompiler(), passes: 0 };
      this.#clusters.set(cluster, known);
    }
    known.passes += 1;
    try {
      return known.compile(model, cluster);
    } catch (error) {
      // It may have been left halfway between two models.
      this.#clusters.delete(cluster);
      throw error;
    }
  }
}
