import { formatAbout, formatSpan, secondsBetween } from './formatDuration';

describe('formatAbout', () => {
  it.each([
    [1, '1 second'],
    [40, '40 seconds'],
    [60, '1 minute'],
    [660, '11 minutes'],
    [80 * 60, '80 minutes'],
    [2.6 * 3_600, '3 hours'],
  ])('says %s seconds as %s', (seconds, text) => {
    expect(formatAbout(seconds, 'en')).toBe(text);
  });
});

describe('formatSpan', () => {
  it.each([
    [0, '0 sec'],
    [45.4, '45 sec'],
    [80, '1 min 20 sec'],
    [120, '2 min'],
    [3_725, '1 hr 2 min'],
  ])('says %s seconds as %s', (seconds, text) => {
    expect(formatSpan(seconds, 'en')).toBe(text);
  });
});

describe('secondsBetween', () => {
  it('knows no time before the beginning, and none without an end', () => {
    const from = '2027-01-01T00:00:10Z';
    expect(secondsBetween(from, '2027-01-01T00:00:15Z')).toBe(5);
    expect(secondsBetween(from, Date.parse('2027-01-01T00:00:05Z'))).toBe(0);
    expect(secondsBetween(from, undefined)).toBeUndefined();
    expect(secondsBetween(undefined, from)).toBeUndefined();
  });
});
