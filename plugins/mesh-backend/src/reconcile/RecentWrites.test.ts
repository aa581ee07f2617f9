import { RecentWrites } from './RecentWrites';

it('tells the echo of our writes from the writes of others', () => {
  let now = 10_000;
  const writes = new RecentWrites(() => now);
  writes.note('a', 'key');

  now += 2000;
  expect(writes.msOfEcho('a', 'key')).toBe(3000);
  expect(writes.msOfEcho('b', 'key')).toBeUndefined();
  expect(writes.msOfEcho('a', 'other')).toBeUndefined();
  now += 3001;
  expect(writes.msOfEcho('a', 'key')).toBeUndefined();
});
