import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import { arbitraryClusterSpec } from '@meshwright/plugin-mesh-common/testUtils';
import fc from 'fast-check';
import { runOnce } from './runOnce';
import { Scene } from './Scene';

jest.setTimeout(240_000);

/** Each of them is a whole cluster. */
const SPECS = 20;

/** Most nodes that the quota of the sandbox's subscription takes. */
const MOST_NODES = 20;

const WRITES = ['create', 'update', 'delete'];

/** Without what is shared with others, and was there before. */
const isOurs = ({ id }: { id: string }) =>
  !/\/resourceGroups\/(rg-shared|rg-hub|rg-ops)(\/|$)/i.test(id);

/** Some ask for versions or names that cannot be had. */
const specs = () =>
  arbitraryClusterSpec().map(
    (spec): MeshClusterSpec => ({
      ...spec,
      nodes: {
        ...spec.nodes,
        min: Math.min(spec.nodes.min, MOST_NODES),
        max: Math.min(spec.nodes.max, MOST_NODES),
      },
    }),
  );

describe('provisioning of any valid specification', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start();
  });

  afterAll(() => scene.stop());

  /** What is wrong with how it went; nothing when it went well. */
  async function tryToMake(spec: MeshClusterSpec): Promise<{
    made: boolean;
    wrong: unknown[];
  }> {
    const outcome = await runOnce({ scene, spec, run: 'first' });
    const { arm, replica } = outcome;
    const writes = () => arm.journal.entries().length;
    if (outcome.firstState !== 'succeeded') {
      const isSaid = /^Nothing was written: '/.test(outcome.message);
      const wrong = isSaid && writes() === 0 ? [] : [outcome.message];
      return { made: false, wrong };
    }
    const { steps } = await replica.plan(spec);
    const open = steps.filter(({ operation }) => WRITES.includes(operation));
    const before = writes();
    await scene.addRun({ id: 'second', spec });
    await replica.engine.execute('second');
    const state = await scene.stores.runs.getState('second');
    return {
      made: true,
      wrong: [
        ...open.map(({ id, changes }) => ({ id, changes })),
        ...(state === 'succeeded' ? [] : [`the second run ended ${state}`]),
        ...arm.journal.entries().slice(before),
      ],
    };
  }

  it('converges, or is refused before the first write', async () => {
    let made = 0;
    const property = fc.asyncProperty(specs(), async spec => {
      const tried = await tryToMake(spec);
      made += tried.made ? 1 : 0;
      expect(tried.wrong).toEqual([]);
    });

    await fc.assert(property, {
      numRuns: SPECS,
      seed: 20261125,
      endOnFailure: true,
    });

    expect(made).toBeGreaterThan(SPECS / 3);
  });

  it('leaves nothing of ours when it is taken down again', async () => {
    const property = fc.asyncProperty(specs(), async spec => {
      const { arm, replica, state } = await runOnce({
        ...{ scene, spec, run: 'made' },
      });
      fc.pre(state === 'succeeded');

      await scene.addRun({ id: 'retired', spec, kind: 'retire' });
      await replica.engine.execute('retired');

      const end = await scene.stores.runs.get('retired');
      expect(end).toMatchObject({ state: 'succeeded' });
      const left = arm.resources().filter(isOurs);
      expect(left.map(({ id }) => id)).toEqual([]);
    });

    await fc.assert(property, {
      numRuns: 8,
      seed: 20261126,
      endOnFailure: true,
    });
  });
});
