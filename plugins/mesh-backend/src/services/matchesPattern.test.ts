import { matchesPattern } from './matchesPattern';

describe('matchesPattern', () => {
  it.each([
    ['*', 'anything', true],
    ['shop', 'shop', true],
    ['shop', 'shop-a', false],
    ['shop-*', 'shop-a', true],
    ['shop-*', 'shop', false],
    ['*-dev', 'shop-dev', true],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'a-c', false],
    ['aa*aa', 'aaa', false],
    ['a.c', 'abc', false],
  ])('%s on %s: %s', (pattern, name, expected) => {
    expect(matchesPattern(pattern, name)).toBe(expected);
  });
});
