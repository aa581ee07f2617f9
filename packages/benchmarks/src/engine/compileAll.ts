import {
  buildModel,
  compileCluster,
  type CompiledCluster,
  type MeshInput,
  type MeshModel,
} from '@meshwright/plugin-mesh-common';

/** From input to the objects of every cluster. */
export function compileAll(input: MeshInput): {
  model: MeshModel;
  compiled: CompiledCluster[];
} {
  const { model } = buildModel(input);
  const compiled = input.clusters.map(({ name }) =>
    compileCluster(model, name),
  );
  return { model, compiled };
}
