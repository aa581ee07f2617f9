import { isLocationUnder, matchesGlob, repositoryOf } from './bindings';

describe('matchesGlob', () => {
  it.each([
    ['shop', 'shop', true],
    ['shop', 'shop-web', false],
    ['shop*', 'shop-web', true],
    ['*-web', 'shop-web', true],
    ['s*p*b', 'shop-web', true],
    ['a*a', 'a', false],
    ['*', 'anything', true],
    ['*.shop.example.com', 'www.shop.example.com', true],
    ['*.shop.example.com', 'shop.example.com', false],
    ['*.shop.example.com', 'www.evilshop.example.com', false],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  it('is quick, whatever the pattern', () => {
    expect(matchesGlob('*a'.repeat(2000), `${'a'.repeat(20_000)}b`)).toBe(
      false,
    );
  });
});

describe('isLocationUnder', () => {
  it.each([
    ['url:https://git/shop/web/x.yaml', 'url:https://git/shop', true],
    ['url:https://git/shop/web/x.yaml', 'url:https://git/shop/', true],
    ['url:https://git/shop', 'url:https://git/shop', true],
    ['url:https://git/shopping/x.yaml', 'url:https://git/shop', false],
    ['url:https://git/shop/../x/y.yaml', 'url:https://git/shop', false],
    ['url:https://git/shop/%2e%2E/x/y.yaml', 'url:https://git/shop', false],
    [undefined, 'url:https://git/shop', false],
  ])('%s in %s: %s', (location, prefix, expected) => {
    expect(isLocationUnder(location, prefix)).toBe(expected);
  });
});

describe('repositoryOf', () => {
  it.each([
    [
      'url:https://git/shop/web/src/branch/main/x.yaml',
      'url:https://git/shop/web',
    ],
    ['file:/repo/examples/x.yaml', 'file:/repo/examples'],
  ])('%s', (location, expected) => {
    expect(repositoryOf(location)).toBe(expected);
  });
});
