import type { Entity } from '@backstage/catalog-model';
import type { MeshInput } from '@meshwright/plugin-mesh-common';
import { compileAll } from './compileAll';
import type { Measurement } from './types';

/**
 * One service loses a dependency and gets it back. There is no incremental
 * compiler yet: everything is compiled again.
 */
export const recompileOne: Measurement = {
  name: 'recompileOne',
  about: 'one changed entity, compiled in full',
  prepare({ input }) {
    const states = [input, changeOne(input)];
    let turn = 0;
    return () => {
      turn += 1;
      return compileAll(states[turn % states.length] ?? input);
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
