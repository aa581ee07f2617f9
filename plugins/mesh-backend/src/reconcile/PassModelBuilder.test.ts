import {
  component,
  cluster,
  input,
} from '@meshwright/plugin-mesh-common/testUtils';
import { PassModelBuilder } from './PassModelBuilder';

const said = (owner: string) => component({ name: 'api', owner });

/** After how many models everything is built anew. */
async function count(isEdited: (model: number) => boolean): Promise<number> {
  const models = new PassModelBuilder();
  let entities = [said('0')];
  const build = async () =>
    (await models.build(input([...entities], { clusters: [cluster({})] })))
      .generation;
  const first = await build();
  for (let model = 1; model < 1000; model += 1) {
    if (isEdited(model)) entities = [said(String(model))];
    if ((await build()) !== first) return model;
  }
  return Infinity;
}

describe('PassModelBuilder builds everything anew', () => {
  it('now and then', async () => {
    expect(await count(() => false)).toBe(50);
  });

  it('when no entity has changed, once it is due', async () => {
    expect(await count(model => model < 70)).toBe(70);
  });

  it('at last though entities change all the time', async () => {
    expect(await count(() => true)).toBe(200);
  });
});

describe('PassModelBuilder builds one after the other', () => {
  // So many that they take more than one turn.
  const company = () =>
    input(
      [
        said('a'),
        ...Array.from({ length: 1000 }, (_, at) =>
          component({ name: `web-${at}`, dependsOn: ['component:api'] }),
        ),
      ],
      { clusters: [cluster({})] },
    );

  it('so that the second knows what the first found', async () => {
    const models = new PassModelBuilder();
    const [first, second] = await Promise.all([
      models.build(company()),
      models.build(company()),
    ]);
    expect(first.model.workloads).toHaveLength(1001);
    expect(second.model.workloads[0]).toBe(first.model.workloads[0]);
    expect(second.model.edges[0]).toBe(first.model.edges[0]);
  });

  it('whether or not the one before could be built', async () => {
    const models = new PassModelBuilder();
    const broken = models.build({ ...company(), clusters: null! });
    const next = models.build(company());
    await expect(broken).rejects.toThrow(TypeError);
    expect((await next).model.workloads).toHaveLength(1001);
  });
});
