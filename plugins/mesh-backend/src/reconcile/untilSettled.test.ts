import type { StoredPass } from '../database';
import { untilSettled } from './untilSettled';

const NOW = new Date('2026-11-26T06:00:20.000Z');

const pass = (...written: string[]): StoredPass => ({
  cluster: 'shop-weu',
  state: 'managing',
  message: '',
  finishedAt: NOW.toISOString(),
  changes: written.length,
  failed: 0,
  settling: Object.fromEntries(
    written.map((at, index) => [`Kind/${index}`, `2026-11-26T06:00:${at}Z`]),
  ),
  appliedDigests: {},
});

describe('untilSettled', () => {
  it.each([
    ['no pass before', undefined, 0],
    ['a pass that wrote nothing', pass(), 0],
    ['the newest of its writes', pass('08.000', '12.500', '10.000'), 7500],
    ['writes that have settled', pass('05.000', '01.000'), 0],
    ['a clock that is ahead', pass('59.000'), 15_000],
    [
      'writes of a pass that was never stored',
      { ...pass(), writingSince: '2026-11-26T05:00:00.000Z' },
      15_000,
    ],
  ])('minds %s', (_, lastPass, expected) => {
    expect(untilSettled({ lastPass, settleSeconds: 15, now: NOW })).toBe(
      expected,
    );
  });
});
