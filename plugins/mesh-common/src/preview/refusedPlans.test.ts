import { provePlan } from '../analyze/provePlan';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import type { Change } from '../plan/types';
import { type SmallTown, stageNamed, steady } from './__testUtils__/SmallTown';
import {
  listTownCalls,
  planTown,
  startTown,
  toFinal,
  townWorld,
  tryPlan,
  Witness,
} from './__testUtils__/tryEveryState';

// Plans that are wrong, and what provePlan says of them.

type Towns = { from: SmallTown; to: SmallTown };

const between = (from: Partial<SmallTown>, to: Partial<SmallTown>): Towns => ({
  from: { ...steady, ...from },
  to: { ...steady, ...to },
});

const need = (text: string) =>
  steady.needs.filter(({ from, to }) =>
    text.split(' ').includes(`${from}${to}`),
  );

function prove(
  { from, to }: Towns,
  toWaves: (changes: Change[]) => Change[][],
) {
  const { desired, live } = startTown(from, to);
  const waves = toWaves(planTown(desired, live).waves.flat());
  const witness = new Witness(listTownCalls(from, to), live);
  const { safe, counterexamples } = provePlan({
    ...{ live: [...live.values()], plan: { waves } },
    ...{ world: townWorld, desired, final: toFinal(desired, live) },
  });
  return {
    safe,
    first: counterexamples[0]?.message,
    byForce: tryPlan({ waves }, live, witness),
  };
}

function proveWaves({ from, to }: Towns) {
  const { desired, live } = startTown(from, to);
  const { safe, counterexamples } = provePlan({
    ...{ live: [...live.values()], plan: planTown(desired, live) },
    ...{ world: townWorld, desired, final: toFinal(desired, live) },
  });
  return { safe, first: counterexamples[0]?.message };
}

const reversed = (changes: Change[]) =>
  [...changes].reverse().map(change => [change]);

const isEgress = ({ kind, metadata }: MeshObject) =>
  kind === 'NetworkPolicy' && metadata.name.startsWith('edges-of-b');

const label = 'new' as const;
const moved = { ...steady.b, label };

describe('a plan that is wrong', () => {
  it.each<[string, Towns]>([
    [
      'the called one was open to everybody, and the edge is new',
      between(
        { back: stageNamed('shadow'), needs: need('ab ac') },
        { b: { ...moved, home: 'side' }, needs: need('bc') },
      ),
    ],
    [
      'the called one goes where no policies are written',
      between(
        { needs: need('ac') },
        {
          needs: need('ac'),
          ...{ a: { ...steady.a, label }, back: stageNamed('observe') },
        },
      ),
    ],
    [
      'the called one does so, and the caller is enforced from now on',
      between(
        { front: stageNamed('shadow'), needs: need('ac') },
        {
          needs: need('ac'),
          ...{ a: { ...steady.a, label }, back: stageNamed('off') },
        },
      ),
    ],
  ])('is refused for old pods where %s', (_, towns) => {
    const { byForce, ...proof } = prove(towns, reversed);
    expect(byForce).toContain('lost: ');
    expect(proof).toEqual({
      safe: false,
      first: expect.stringContaining('is denied, although it is allowed'),
    });
  });

  it('is refused for a method that no rule names', () => {
    const from = {
      ...steady,
      ...{ front: stageNamed('shadow'), needs: need('bc') },
    };
    const to = { ...steady, needs: need('bc ba'), limited: need('ba') };
    const { desired, live } = startTown(from, to);
    const waves = desired
      .filter(({ kind }) => kind.endsWith('Policy'))
      .sort((one, other) => Number(isEgress(other)) - Number(isEgress(one)))
      .map<Change[]>(object => [
        {
          ...{ target: 'object', type: 'create' },
          ...{ key: objectKey(object), desired: object },
        },
      ]);
    const { counterexamples } = provePlan({
      ...{ live: [...live.values()], plan: { waves } },
      ...{ world: townWorld, desired, final: toFinal(desired, live) },
    });
    expect(counterexamples[0]?.message).toContain(
      'front/a-old on port 8080, PATCH /meshwright-probe is allowed',
    );
  });

  it('is not one that lets new pods have for a while what old ones had', () => {
    const towns = between(
      {},
      {
        ...{ a: { ...steady.a, label }, b: moved },
        ...{ needs: need('ab ac ba cb'), limited: need('ba') },
      },
    );
    expect(proveWaves(towns)).toEqual({ safe: true });
  });
});
