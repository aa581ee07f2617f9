import fc from 'fast-check';
import { deriveCriticalPath } from './deriveCriticalPath';
import { orderSteps } from './orderSteps';

const step = (id: string, ...dependsOn: string[]) => ({ id, dependsOn });
const timed = (
  id: string,
  expectedSeconds: number,
  ...dependsOn: string[]
) => ({
  ...step(id, ...dependsOn),
  expectedSeconds,
});

/** Graphs without a cycle, their steps in any order. */
const graphs = fc
  .array(fc.tuple(fc.array(fc.nat(40), { maxLength: 4 }), fc.nat(600)), {
    maxLength: 40,
  })
  .map(nodes =>
    nodes.map(([needs, seconds], index) =>
      timed(
        `s${index}`,
        seconds,
        ...needs.filter(need => need < index).map(need => `s${need}`),
      ),
    ),
  )
  .chain(steps =>
    fc.shuffledSubarray(steps, {
      minLength: steps.length,
      maxLength: steps.length,
    }),
  );

describe('orderSteps', () => {
  it('keeps an order that is right', () => {
    const steps = [step('a'), step('c'), step('b', 'a'), step('d', 'b', 'c')];

    expect(orderSteps(steps)).toEqual(steps);
  });

  it('puts each step after those that it needs', () => {
    fc.assert(
      fc.property(graphs, steps => {
        const ids = orderSteps(steps).map(({ id }) => id);
        expect([...ids].sort()).toEqual(steps.map(({ id }) => id).sort());
        for (const { id, dependsOn } of steps) {
          for (const needed of dependsOn) {
            expect(ids.indexOf(needed)).toBeLessThan(ids.indexOf(id));
          }
        }
      }),
    );
  });

  it.each([
    ['itself', [step('a', 'a')], 'a → a'],
    [
      'a cycle',
      [step('x', 'a'), step('a', 'b'), step('b', 'c'), step('c', 'a')],
      'a → b → c → a',
    ],
    ['a step that is not there', [step('a', 'z')], "'a' depends on 'z'"],
    ['two of a name', [step('a'), step('a')], 'the same id'],
  ])('refuses %s', (_, steps, message) => {
    expect(() => orderSteps(steps)).toThrow(message);
  });
});

describe('deriveCriticalPath', () => {
  it('finds the chain that takes longest', () => {
    expect(
      deriveCriticalPath([
        timed('cluster', 360, 'network', 'identity'),
        timed('group', 2),
        timed('identity', 3, 'group'),
        timed('network', 10, 'group'),
        timed('gateway', 370, 'network'),
      ]),
    ).toEqual({ steps: ['group', 'network', 'gateway'], seconds: 382 });
  });

  it('takes the first of equals, and nothing for nothing', () => {
    expect(deriveCriticalPath([timed('a', 1), timed('b', 1)])).toEqual({
      steps: ['a'],
      seconds: 1,
    });
    expect(deriveCriticalPath([])).toEqual({ steps: [], seconds: 0 });
  });

  it('is as long as its steps, and no chain is longer', () => {
    fc.assert(
      fc.property(graphs, steps => {
        const byId = new Map(steps.map(one => [one.id, one]));
        const { steps: chain, seconds } = deriveCriticalPath(steps);

        const taken = chain.map(id => byId.get(id)?.expectedSeconds ?? NaN);
        expect(taken.reduce((sum, one) => sum + one, 0)).toBe(seconds);
        chain.slice(1).forEach((id, index) => {
          expect(byId.get(id)?.dependsOn).toContain(chain[index]);
        });
        const longest = new Map<string, number>();
        for (const { id, dependsOn, expectedSeconds } of orderSteps(steps)) {
          const before = dependsOn.map(one => longest.get(one) ?? NaN);
          longest.set(id, Math.max(0, ...before) + expectedSeconds);
        }
        expect(seconds).toBe(Math.max(0, ...longest.values()));
      }),
    );
  });
});
