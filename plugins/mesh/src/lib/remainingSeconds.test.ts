import { sampleRun, sampleRunStep } from '../testUtils';
import { remainingSeconds } from './remainingSeconds';

const now = Date.parse('2027-01-01T00:10:00Z');

const step = (
  id: string,
  changes: Partial<ReturnType<typeof sampleRunStep>> = {},
) =>
  sampleRunStep({
    ...{ id, state: 'pending', expectedSeconds: 100 },
    ...{ startedAt: undefined, endedAt: undefined },
    ...changes,
  });

const left = (...steps: Array<ReturnType<typeof step>>) =>
  remainingSeconds(sampleRun({ steps }), now);

describe('remainingSeconds', () => {
  it('is that of the longest chain', () => {
    expect(
      left(
        step('c', { dependsOn: ['b'] }),
        step('b', { dependsOn: ['a'] }),
        step('a'),
        step('beside', { expectedSeconds: 250 }),
      ),
    ).toBe(300);
  });

  it('takes off what has passed', () => {
    const startedAt = '2027-01-01T00:09:30Z';
    expect(
      left(
        step('a', { state: 'running', startedAt }),
        step('b', { dependsOn: ['a'] }),
      ),
    ).toBe(170);
  });

  it('takes steps that are late for nearly done', () => {
    const startedAt = '2027-01-01T00:00:00Z';
    expect(left(step('a', { state: 'waiting', startedAt }))).toBe(0);
  });

  it('needs nothing for what is over', () => {
    expect(left(step('a', { state: 'succeeded' }))).toBe(0);
    expect(left()).toBe(0);
  });

  it('ends when steps wait for each other or for what is not there', () => {
    expect(
      left(
        step('a', { dependsOn: ['b'] }),
        step('b', { dependsOn: ['a'] }),
        step('c', { dependsOn: ['gone'] }),
      ),
    ).toBe(100);
  });
});
