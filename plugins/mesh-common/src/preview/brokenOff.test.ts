import type { Change } from '../plan/types';
import { type SmallTown, stageNamed, steady } from './__testUtils__/SmallTown';
import {
  applyChanges,
  listTownCalls,
  planTown,
  startTown,
  tryPlan,
  Witness,
} from './__testUtils__/tryEveryState';
import { stages } from './__testUtils__/stages';

// A plan that broke off after some of its first changes, and those that follow.

/** What goes wrong on the way to a town, when of the first plan that is left. */
function goOn(
  from: SmallTown,
  to: SmallTown,
  pick: (changes: Change[]) => Change[],
): string | undefined {
  const { desired, live: start } = startTown(from, to);
  const witness = new Witness(listTownCalls(from, to), start);
  const [first] = planTown(desired, start).waves.filter(wave =>
    wave.some(({ key }) => key.includes('Policy')),
  );
  let live = applyChanges(start, pick(first));
  for (let pass = 0; pass < 8; pass += 1) {
    const plan = planTown(desired, live);
    if (plan.waves.length === 0) return undefined;
    const found = tryPlan(plan, live, witness);
    if (found) return `pass ${pass}: ${found}`;
    live = applyChanges(live, plan.waves.flat());
  }
  return 'the plans do not end';
}

const called = stages[4];
const label = 'new' as const;
const calledA = steady.needs.filter(({ to }) => to === 'a');

describe('plans after one that broke off', () => {
  it.each<[string, Partial<SmallTown>, Partial<SmallTown>]>([
    ['the network closes', { back: called }, {}],
    ['everything closes', { back: stageNamed('observe') }, {}],
    [
      'the network closes, and labels change',
      { back: called },
      { c: { ...steady.c, label } },
    ],
    [
      'everything closes, and labels of one that calls nobody change',
      { front: stageNamed('shadow'), needs: calledA },
      { a: { ...steady.a, label }, needs: calledA },
    ],
    ['the network opens', {}, { back: called }],
    ['everything opens', {}, { back: stageNamed('shadow') }],
  ])('are safe when %s', (_, before, after) => {
    const [from, to] = [before, after].map(one => ({ ...steady, ...one }));
    for (let place = 0; place < 5; place += 1) {
      const found = [
        goOn(from, to, changes => changes.slice(place, place + 1)),
        goOn(from, to, changes => changes.slice(0, place + 1)),
      ];
      expect({ place, found }).toEqual({
        place,
        found: [undefined, undefined],
      });
    }
  });
});
