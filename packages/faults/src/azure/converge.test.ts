import { arbitraryClusterSpec } from '@meshwright/plugin-mesh-common/testUtils';
import fc from 'fast-check';
import { runOnce } from './runOnce';
import { Scene } from './Scene';

jest.setTimeout(180_000);

/** Each of them is a whole cluster. */
const SPECS = 40;

/** Shared things that are not ours, and what is there only when others write. */
const isOurs = ({ id }: { id: string }) =>
  !/\/resourceGroups\/(rg-shared|rg-hub|rg-ops)(\/|$)/i.test(id);

const isWrite = (operation: string) =>
  ['create', 'update', 'delete'].includes(operation);

describe('provisioning of any valid specification', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.start();
  });

  afterAll(() => scene.stop());

  it('converges, or is refused before the first write', async () => {
    const ends = { made: 0, refused: 0 };
    const property = fc.asyncProperty(arbitraryClusterSpec(), async spec => {
      const run = 'first';
      const outcome = await runOnce({ scene, spec, run });
      const { arm, replica } = outcome;
      if (outcome.firstState !== 'succeeded') {
        ends.refused += 1;
        expect(outcome.message).toMatch(/^Nothing was written: '/);
        expect(arm.journal.entries()).toEqual([]);
        return;
      }
      ends.made += 1;
      const { steps } = await replica.plan(spec);
      expect(steps.filter(({ operation }) => isWrite(operation))).toEqual([]);
      const written = arm.journal.entries().length;
      await scene.addRun({ id: 'second', spec });
      await replica.engine.execute('second');
      expect(await scene.stores.runs.getState('second')).toBe('succeeded');
      expect(arm.journal.entries()).toHaveLength(written);
      expect(arm.resources().filter(isOurs).length).toBeGreaterThan(15);
    });

    await fc.assert(property, {
      numRuns: SPECS,
      seed: 20261125,
      endOnFailure: true,
    });

    expect(ends.made).toBeGreaterThan(SPECS / 5);
  });

  it('leaves nothing of ours when it is taken down again', async () => {
    const property = fc.asyncProperty(arbitraryClusterSpec(), async spec => {
      const outcome = await runOnce({ scene, spec, run: 'made' });
      const { arm, replica } = outcome;
      fc.pre(outcome.state === 'succeeded');

      await scene.addRun({ id: 'retired', spec, kind: 'retire' });
      await replica.engine.execute('retired');

      const end = await scene.stores.runs.get('retired');
      expect([end?.state, end?.message]).toEqual([
        'succeeded',
        expect.anything(),
      ]);
      expect(
        arm
          .resources()
          .filter(isOurs)
          .map(({ id }) => id),
      ).toEqual([]);
    });

    await fc.assert(property, {
      numRuns: 12,
      seed: 20261126,
      endOnFailure: true,
    });
  });
});
