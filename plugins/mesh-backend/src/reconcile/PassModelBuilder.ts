import {
  createModelBuildSteps,
  type BuiltModel,
  type MeshInput,
  type ModelBuildSteps,
} from '@meshwright/plugin-mesh-common';
import { inTurns } from './inTurns';

/** So often everything is built anew, whatever is known from before. */
const MODELS = 50;

/** So often at least, when entities change in every pass. */
const MODELS_AT_MOST = 200;

/** What one reading of the catalog and of our own records comes to. */
export type PassModel = Pick<BuiltModel, 'model' | 'readable' | 'present'> & {
  input: MeshInput;
  /** Built when they are asked for; that may take long. */
  readonly diagnostics: BuiltModel['diagnostics'];
  /** Another one when everything was built anew: then all else is as well. */
  generation: object;
};

type Known = {
  build: ModelBuildSteps;
  models: number;
  generation: object;
  entities?: Entities;
};
type Entities = MeshInput['entities'];

/**
 * Builds what changed since the model before; the same, byte for byte, as
 * building everything. Now and then it does that anyway, preferably when no
 * entity has changed: what is made of a large company takes seconds to make
 * anew, and a change should not have to wait for it.
 */
export class PassModelBuilder {
  #known?: Known;
  #last: Promise<unknown> = Promise.resolve();

  /** One after the other: each knows the one before. */
  build(input: MeshInput): Promise<PassModel> {
    const built = this.#last.then(() => this.#build(input));
    // Whoever asked for it hears of it; the next is built all the same.
    this.#last = built.catch(() => undefined);
    return built;
  }

  async #build(input: MeshInput): Promise<PassModel> {
    if (!this.#known || isDue(this.#known, input)) {
      const build = createModelBuildSteps();
      // Whoever keeps it must not keep the models of before with it.
      this.#known = { build, models: 0, generation: {} };
    }
    const known = this.#known;
    known.models += 1;
    known.entities = input.entities;
    const built = await inTurns(known.build(input));
    const { model, readable, present, complete } = built;
    return {
      ...{ model, readable, present, input },
      get diagnostics() {
        return complete().diagnostics;
      },
      generation: known.generation,
    };
  }
}

function isDue({ models, entities }: Known, input: MeshInput): boolean {
  return (
    models >= MODELS_AT_MOST ||
    (models >= MODELS && isSame(input.entities, entities))
  );
}

function isSame(entities: Entities, before: Entities | undefined): boolean {
  return (
    entities.length === before?.length &&
    entities.every((entity, index) => entity === before[index])
  );
}
