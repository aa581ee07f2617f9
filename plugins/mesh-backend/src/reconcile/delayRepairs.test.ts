import { untilRepair } from './delayRepairs';

const now = new Date('2027-01-01T12:00:10Z');

it.each([
  ['nothing drifts', undefined, undefined],
  ['the first of several comes due', { a: '12:00:08', b: '12:00:06' }, 1000],
  ['one came due meanwhile', { a: '12:00:05' }, 100],
  ['a repair was refused before', { a: '11:59:00' }, undefined],
  [
    'one was refused and one is to come',
    { a: '11:59:00', b: '12:00:09' },
    4000,
  ],
])('plans the repair when %s', (_, times, expected) => {
  const driftedSince =
    times &&
    Object.fromEntries(
      Object.entries(times).map(([key, at]) => [key, `2027-01-01T${at}Z`]),
    );

  expect(untilRepair({ driftedSince, now, repairAfterSeconds: 5 })).toBe(
    expected,
  );
});
