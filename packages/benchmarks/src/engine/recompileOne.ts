import type { Entity } from '@backstage/catalog-model';
import {
  createCompiler,
  createModelBuilder,
  type MeshInput,
} from '@meshwright/plugin-mesh-common';
import type { Measurement } from './types';

/** One service loses a dependency and gets it back. */
export const recompileOne: Measurement = {
  name: 'recompileOne',
  about: 'one changed entity: model and objects of all clusters',
  prepare({ input }) {
    const states = [input, changeOne(input)];
    const build = createModelBuilder();
    const compile = createCompiler();
    const recompile = (next: MeshInput) => {
      const { model } = build(next);
      return next.clusters.map(({ name }) => compile(model, name));
    };
    recompile(input);
    let turn = 0;
    return () => {
      turn += 1;
      return recompile(states[turn % states.length] ?? input);
    };
  },
};

function changeOne(input: MeshInput): MeshInput {
  const middle = Math.floor(input.entities.length / 2);
  const index = input.entities.findIndex(
    (entity, place) => place >= middle && listNeeds(entity).length > 1,
  );
  const entity = input.entities[index];
  if (!entity) return input;
  const changed = {
    ...entity,
    spec: { ...entity.spec, dependsOn: listNeeds(entity).slice(1) },
  };
  return { ...input, entities: input.entities.with(index, changed) };
}

function listNeeds({ spec }: Entity): string[] {
  const needs = spec?.dependsOn;
  return Array.isArray(needs) ? needs.map(String) : [];
}
