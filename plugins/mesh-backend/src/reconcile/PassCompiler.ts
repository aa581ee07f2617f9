import {
  type CompiledCluster,
  type CompileSteps,
  createCompileSteps,
} from '@meshwright/plugin-mesh-common';
import { inTurns } from './inTurns';
import type { PassModel } from './PassModelBuilder';

type Known = { compile: CompileSteps; generation: object };

/**
 * Compiles what changed since the pass before; the same, byte for byte, as
 * compiling everything, which it does with each generation of models. Others
 * have their turn meanwhile.
 */
export class PassCompiler {
  readonly #clusters = new Map<string, Known>();

  async compile(
    { model, generation }: Pick<PassModel, 'model' | 'generation'>,
    cluster: string,
  ): Promise<CompiledCluster> {
    let known = this.#clusters.get(cluster);
    if (known?.generation !== generation) {
      known = { compile: createCompileSteps(), generation };
      this.#clusters.set(cluster, known);
    }
    return inTurns(known.compile(model, cluster));
  }
}
