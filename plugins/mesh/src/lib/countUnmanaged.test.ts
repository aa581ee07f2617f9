import type { CustodyState } from '@meshwright/plugin-mesh-common';
import { countUnmanaged } from './countUnmanaged';

const custody = (state: CustodyState) => ({ state, instance: 'test' });

describe('countUnmanaged', () => {
  it.each([
    [{ state: 'managing' as const }, []],
    [{ state: 'managing' as const, custody: custody('managed') }, []],
    [
      { state: 'managing' as const, custody: custody('releasing') },
      [['leaving', 1]],
    ],
    [
      { state: 'observing' as const, custody: custody('releasing') },
      [['leaving', 1]],
    ],
    [
      { state: 'observing' as const, custody: custody('removing') },
      [['leaving', 1]],
    ],
    [
      { state: 'observing' as const, custody: custody('released') },
      [['released', 1]],
    ],
    [
      { state: 'observing' as const, custody: custody('removed') },
      [['removed', 1]],
    ],
    // Nothing is known of one that does not answer, whatever was decided.
    [
      { state: 'unreachable' as const, custody: custody('released') },
      [['unreachable', 1]],
    ],
    [
      {
        state: 'observing' as const,
        custody: {
          ...custody('managed'),
          managedBy: { instance: 'other', since: '2027-01-01' },
        },
      },
      [['others', 1]],
    ],
    [{ state: 'held' as const, custody: custody('managed') }, [['held', 1]]],
    [{ state: 'observing' as const }, [['observing', 1]]],
  ])('says why one is not managed: %j', (cluster, counts) => {
    expect(countUnmanaged([cluster])).toEqual(counts);
  });

  it('counts many, decisions of people first', () => {
    expect(
      countUnmanaged([
        { state: 'unreachable' },
        { state: 'managing' },
        { state: 'observing', custody: custody('released') },
        { state: 'observing', custody: custody('released') },
      ]),
    ).toEqual([
      ['released', 2],
      ['unreachable', 1],
    ]);
  });
});
