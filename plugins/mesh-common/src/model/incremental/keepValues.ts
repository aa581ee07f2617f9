import { isEqual } from 'lodash';
import { inSteps } from '../../objects/steps';
import type { BuiltModel } from '../buildModel';

/**
 * What was built, with the values of before for all that is equal to them, so
 * that nothing is made of these again.
 */
export function* keepValues(
  built: BuiltModel,
  before: Pick<BuiltModel, 'model' | 'readable'>,
): Generator<undefined, BuiltModel> {
  const { model, readable } = built;
  const { workloads, edges, externals, namespaces } = before.model;
  const keyOf = ({ key }: { key: string }) => key;
  return {
    ...built,
    model: {
      ...model,
      workloads: yield* keep(model.workloads, workloads, keyOf),
      edges: yield* keep(model.edges, edges, keyOf),
      ...(model.externals && {
        externals: yield* keep(model.externals, externals ?? [], keyOf),
      }),
      namespaces: yield* keep(
        model.namespaces,
        namespaces,
        ({ cluster, name }) => `${cluster}/${name}`,
      ),
    },
    readable: yield* keep(
      readable,
      before.readable,
      ({ entityRef }) => entityRef,
    ),
  };
}

function* keep<T>(
  values: readonly T[],
  before: readonly T[],
  keyOf: (value: T) => string,
): Generator<undefined, T[]> {
  const known = new Map(before.map(value => [keyOf(value), value]));
  return yield* inSteps(values, value => {
    const same = known.get(keyOf(value));
    return [same !== undefined && isEqual(same, value) ? same : value];
  });
}
