import { step } from './__testUtils__/createRunWorld';
import { createStepWorks, isSatisfied, measureTails } from './StepWork';

const stored = (...args: Parameters<typeof step>) => ({
  step: step(...args),
  state: 'pending' as const,
  attempts: 0,
});

describe('measureTails', () => {
  it('adds up the longest chain behind each step', () => {
    const tails = measureTails([
      step('a', { expectedSeconds: 1 }),
      step('b', { expectedSeconds: 10, dependsOn: ['a'] }),
      step('c', { expectedSeconds: 5, dependsOn: ['a'] }),
      step('d', { expectedSeconds: 2, dependsOn: ['b', 'c', 'b'] }),
    ]);

    expect(Object.fromEntries(tails)).toEqual({ a: 13, b: 12, c: 7, d: 2 });
  });
});

describe('createStepWorks', () => {
  it('puts the start of the longest chain first', () => {
    const works = createStepWorks([
      stored('short', { expectedSeconds: 3 }),
      stored('head', { expectedSeconds: 1 }),
      stored('tail', { expectedSeconds: 9, dependsOn: ['head'] }),
    ]);

    expect(works.map(work => work.step.id)).toEqual(['head', 'tail', 'short']);
  });
});

describe('isSatisfied', () => {
  it.each([
    ['succeeded', 'create', true],
    ['skipped', 'keep', true],
    ['skipped', 'leave', true],
    ['skipped', 'create', false],
    ['failed', 'create', false],
    ['canceled', 'create', false],
    ['running', 'create', false],
  ] as const)('takes %s of %s for %p', (state, operation, expected) => {
    const [work] = createStepWorks([
      { ...stored('a', { operation }), state, attempts: 1 },
    ]);

    expect(isSatisfied(work)).toBe(expected);
  });
});
