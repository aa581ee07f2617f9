import { isEqual } from 'lodash';
import type { BuiltModel } from '../buildModel';

/**
 * What was built, with the values of before for all that is equal to them, so
 * that nothing is made of these again.
 */
export function keepValues(
  built: BuiltModel,
  before: Pick<BuiltModel, 'model' | 'readable'>,
): BuiltModel {
  const { model, readable } = built;
  const { workloads, edges, externals, namespaces } = before.model;
  const keyOf = ({ key }: { key: string }) => key;
  return {
    ...built,
    model: {
      ...model,
      workloads: keep(model.workloads, workloads, keyOf),
      edges: keep(model.edges, edges, keyOf),
      ...(model.externals && {
        externals: keep(model.externals, externals ?? [], keyOf),
      }),
      namespaces: keep(
        model.namespaces,
        namespaces,
        ({ cluster, name }) => `${cluster}/${name}`,
      ),
    },
    readable: keep(readable, before.readable, ({ entityRef }) => entityRef),
  };
}

function keep<T>(
  values: readonly T[],
  before: readonly T[],
  keyOf: (value: T) => string,
): T[] {
  const known = new Map(before.map(value => [keyOf(value), value]));
  return values.map(value => {
    const same = known.get(keyOf(value));
    return same !== undefined && isEqual(same, value) ? same : value;
  });
}
