import {
  component,
  cluster,
  input,
} from '@meshwright/plugin-mesh-common/testUtils';
import { PassModelBuilder } from './PassModelBuilder';

const said = (owner: string) => component({ name: 'api', owner });

/** After how many models everything is built anew. */
function count(isEdited: (model: number) => boolean): number {
  const models = new PassModelBuilder();
  let entities = [said('0')];
  const build = () =>
    models.build(input([...entities], { clusters: [cluster({})] })).generation;
  const first = build();
  for (let model = 1; model < 1000; model += 1) {
    if (isEdited(model)) entities = [said(String(model))];
    if (build() !== first) return model;
  }
  return Infinity;
}

describe('PassModelBuilder builds everything anew', () => {
  it('now and then', () => {
    expect(count(() => false)).toBe(50);
  });

  it('when no entity has changed, once it is due', () => {
    expect(count(model => model < 70)).toBe(70);
  });

  it('at last though entities change all the time', () => {
    expect(count(() => true)).toBe(200);
  });
});
