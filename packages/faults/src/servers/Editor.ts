import type { Entity } from '@backstage/catalog-model';
import {
  ANNOTATION_DIGEST,
  createCompiler,
  createModelBuilder,
  type MeshInput,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import { MAIN_CLUSTER } from './parts';

/** An edit of the catalog, and what the objects are once it is made. */
export type Edit = {
  entity: Entity;
  /** Keys of objects that are not yet as they will be. */
  listOpen(live: ReadonlyMap<string, MeshObject>): string[];
};

const isPolicy = ({ kind }: MeshObject) => kind.endsWith('Policy');

/** Makes services lose a dependency and get it back. */
export class Editor {
  readonly #build = createModelBuilder();
  readonly #compile = createCompiler();
  readonly #original: MeshInput;
  readonly #callers: number[];
  #input: MeshInput;
  #objects: ReadonlyMap<string, MeshObject>;
  #turn = 0;

  constructor(input: MeshInput) {
    this.#original = input;
    this.#input = input;
    this.#objects = this.#compileAll();
    this.#callers = input.entities.flatMap((entity, index) =>
      listNeeds(entity).length > 1 ? [index] : [],
    );
  }

  /** Some policies of ours that no edit changes, spread over everything. */
  pickPolicies(count: number): MeshObject[] {
    const policies = [...this.#objects.values()].filter(
      ({ kind }) => kind === 'AuthorizationPolicy',
    );
    const step = policies.length / count;
    return Array.from(
      { length: Math.min(count, policies.length) },
      (_, place) => policies[Math.floor(place * step)],
    );
  }

  /** Everything that should be there now. */
  get objects(): ReadonlyMap<string, MeshObject> {
    return this.#objects;
  }

  /** The next edit: every second one takes the one before back. */
  next(): Edit {
    for (;;) {
      const edit = this.#tryNext();
      if (edit) return edit;
    }
  }

  /** Undefined when the edit changes nothing in the cluster. */
  #tryNext(): Edit | undefined {
    const pair = Math.floor(this.#turn / 2);
    const isLoss = this.#turn % 2 === 0;
    this.#turn += 1;
    const index = this.#callers[(pair * 7919) % this.#callers.length];
    const original = this.#original.entities[index];
    const [, ...others] = listNeeds(original);
    const entity = isLoss
      ? { ...original, spec: { ...original.spec, dependsOn: others } }
      : original;
    const before = this.#objects;
    this.#input = {
      ...this.#input,
      entities: this.#input.entities.with(index, entity),
    };
    this.#objects = this.#compileAll();
    const changed = [...this.#objects].filter(
      ([key, object]) =>
        isPolicy(object) && digestOf(before.get(key)) !== digestOf(object),
    );
    const gone = [...before].filter(
      ([key, object]) => isPolicy(object) && !this.#objects.has(key),
    );
    return changed.length + gone.length === 0
      ? undefined
      : {
          entity,
          listOpen: live =>
            [
              ...changed.filter(
                ([key, object]) => digestOf(live.get(key)) !== digestOf(object),
              ),
              ...gone.filter(([key]) => live.has(key)),
            ].map(([key]) => key),
        };
  }

  #compileAll(): Map<string, MeshObject> {
    const { model } = this.#build(this.#input);
    return new Map(
      this.#compile(model, MAIN_CLUSTER).objects.map(({ object }) => [
        objectKey(object),
        object,
      ]),
    );
  }
}

/** Undefined for what is not there. */
export function digestOf(object: MeshObject | undefined): string | undefined {
  return object?.metadata.annotations?.[ANNOTATION_DIGEST];
}

function listNeeds({ spec }: Entity): string[] {
  const needs = spec?.dependsOn;
  return Array.isArray(needs) ? needs.map(String) : [];
}
