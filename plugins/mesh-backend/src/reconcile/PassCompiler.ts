import {
  type CompiledCluster,
  type CompileSteps,
  createCompileSteps,
  type MeshModel,
} from '@meshwright/plugin-mesh-common';
import { inTurns } from './inTurns';

/** So often everything is compiled anew, whatever is known from before. */
const PASSES = 50;

type Known = { compile: CompileSteps; passes: number };

/**
 * Compiles what changed since the pass before; the same, byte for byte, as
 * compiling everything. Now and then it does that anyway. Others have their
 * turn meanwhile.
 */
export class PassCompiler {
  readonly #clusters = new Map<string, Known>();

  async compile(model: MeshModel, cluster: string): Promise<CompiledCluster> {
    let known = this.#clusters.get(cluster);
    if (!known || known.passes >= PASSES) {
      known = { compile: createCompileSteps(), passes: 0 };
      this.#clusters.set(cluster, known);
    }
    known.passes += 1;
    return inTurns(known.compile(model, cluster));
  }
}
