import {
  createModelBuilder,
  type BuiltModel,
  type MeshInput,
  type ModelBuilder,
} from '@meshwright/plugin-mesh-common';

/** So often everything is built anew, whatever is known from before. */
const MODELS = 50;

/** What one reading of the catalog and of our own records comes to. */
export type PassModel = Pick<BuiltModel, 'model' | 'readable' | 'present'> & {
  input: MeshInput;
  /** Built when they are asked for; that may take long. */
  readonly diagnostics: BuiltModel['diagnostics'];
};

/**
 * Builds what changed since the model before; the same, byte for byte, as
 * building everything. Now and then it does that anyway.
 */
export class PassModelBuilder {
  #known?: { build: ModelBuilder; models: number };

  build(input: MeshInput): PassModel {
    if (!this.#known || this.#known.models >= MODELS) {
      this.#known = { build: createModelBuilder(), models: 0 };
    }
    this.#known.models += 1;
    const { model, readable, present, complete } = this.#known.build(input);
    return {
      ...{ model, readable, present, input },
      get diagnostics() {
        return complete().diagnostics;
      },
    };
  }
}
