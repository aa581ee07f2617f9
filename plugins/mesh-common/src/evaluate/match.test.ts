import fc from 'fast-check';
import { compileClaim, compileRequestPrincipal } from './matchClaims';
import { isInBlock, parseAddress, parseBlock } from './matchIp';
import { compilePath } from './matchPath';
import {
  compileNamespace,
  compilePrincipal,
  compileServiceAccount,
} from './matchPrincipal';
import { compileString, matchInOrder } from './matchString';
import { normalizePath } from './normalizePath';
import { expandPrincipals } from './trustDomains';

describe('string patterns', () => {
  it.each([
    ['*', 'x', true],
    ['*', '', false],
    ['a*', 'ab', true],
    ['*b', 'ab', true],
    ['*b*', 'abc', false],
    ['*b*', 'ab*', true],
    ['a', 'A', false],
  ])('%s against %s', (pattern, text, expected) => {
    expect(compileString(pattern)(text)).toBe(expected);
  });

  it('matches literals in order as a regular expression would', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '/') });
    fc.assert(
      fc.property(
        part,
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 1 }),
        (text, literals, gap) => {
          const pattern = `^${literals.join(`.{${gap},}`)}$`;
          expect(matchInOrder(text, literals, gap)).toBe(
            new RegExp(pattern).test(text),
          );
        },
      ),
    );
  });
});

describe('path templates', () => {
  it.each([
    ['/v/{*}/i', '/v/1/i', true],
    ['/v/{*}/i', '/v/a=b/i', true],
    ['/v/{*}/i', '/v//i', false],
    ['/v/{*}/i', '/v/1/2/i', false],
    ['/v/{*}/i', '/v/[1]/i', false],
    ['/a/{**}', '/a/', true],
    ['/a/{**}', '/a/b/c', true],
    ['/a/{**}', '/a', false],
    ['/store/{**}/cart', '/store/1/2/cart', true],
    ['/store/{**}/cart', '/store/cart', false],
    ['/{*}/{**}', '/a/b/c', true],
    ['/a*', '/ab', true],
  ])('%s against %s', (pattern, path, expected) => {
    expect(compilePath(pattern)(path)).toBe(expected);
  });
});

describe('normalizePath', () => {
  it.each([
    ['//admin', 'BASE', '//admin'],
    ['/x/../admin?y#z', 'BASE', '/admin'],
    ['/%61dmin', 'BASE', '/admin'],
    ['/a%2Fb', 'BASE', '/a%2Fb'],
    ['/a\\b', 'BASE', '/a/b'],
    ['/a/..', 'BASE', '/'],
    ['/../..', 'BASE', '/'],
    ['//a', 'MERGE_SLASHES', '/a'],
    ['/a%2F%5Cb', 'DECODE_AND_MERGE_SLASHES', '/a/b'],
    ['/x/../y', 'NONE', '/x/../y'],
    ['/a%00', 'BASE', undefined],
  ] as const)('%s in mode %s', (path, mode, expected) => {
    expect(normalizePath(path, mode)).toBe(expected);
  });
});

describe('identities', () => {
  const web = 'spiffe://cluster.local/ns/shop/sa/web';

  it.each([
    ['cluster.local/ns/shop/sa/web', true],
    ['cluster.local/ns/shop/*', true],
    ['*/sa/web', true],
    ['*', true],
    ['cluster.local/ns/shop/sa/we', false],
    ['cluster.local/ns/sh.p/sa/web', false],
  ])('principal %s', (pattern, expected) => {
    expect(compilePrincipal(pattern)(web)).toBe(expected);
  });

  it.each([
    ['shop', true],
    ['sh*', true],
    ['*op', true],
    ['*', true],
    ['sho', false],
    ['hop', false],
    ['s.op', false],
  ])('namespace %s', (pattern, expected) => {
    expect(compileNamespace(pattern)(web)).toBe(expected);
  });

  it('takes a service account in the namespace of its policy', () => {
    expect(compileServiceAccount('web', 'shop')(web)).toBe(true);
    expect(compileServiceAccount('web', 'pay')(web)).toBe(false);
    expect(compileServiceAccount('shop/web', 'pay')(web)).toBe(true);
    expect(compileServiceAccount('shop/we', 'pay')(web)).toBe(false);
  });

  it('adds the aliases of the trust domain', () => {
    expect(
      expandPrincipals(['cluster.local/ns/a/sa/b'], ['td', 'old']),
    ).toEqual(['td/ns/a/sa/b', 'old/ns/a/sa/b']);
    expect(expandPrincipals(['*', 'else/ns/a/sa/b'], ['td'])).toEqual([
      '*',
      'else/ns/a/sa/b',
    ]);
  });
});

describe('addresses', () => {
  it.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.1.2.3', '10.1.2.3', true],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['2001:db8::/32', '2001:db8:1::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['::ffff:10.0.0.0/104', '::ffff:10.1.1.1', true],
    ['0.0.0.0/0', '::1', false],
  ])('%s against %s', (cidr, ip, expected) => {
    const block = parseBlock(cidr);
    const address = parseAddress(ip);
    expect(block && address && isInBlock(address, block)).toBe(expected);
  });

  it.each([
    '*',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.0/33',
    '1::2::3',
    '010.0.0.1',
    ':::',
    '',
  ])('refuses %p', text => {
    expect(parseBlock(text)).toBeUndefined();
  });
});

describe('claims', () => {
  it.each([
    [{ groups: ['a', 'b'] }, true],
    [{ groups: 'b' }, true],
    [{ groups: 1 }, false],
    [{ groups: { b: 'b' } }, false],
    [null, false],
  ])('%p', (claims, expected) => {
    expect(compileClaim(['groups'], 'b')(claims)).toBe(expected);
  });

  it('does not follow inherited names', () => {
    expect(compileClaim(['constructor', 'name'], '*')({})).toBe(false);
  });

  it('splits a request principal at the last slash', () => {
    const claims = { iss: 'https://issuer', sub: 'me' };
    const fits = (pattern: string) => compileRequestPrincipal(pattern)(claims);
    expect(
      ['https://issuer/me', '*', 'https://issuer/*', '*me'].map(fits),
    ).toEqual([true, true, true, true]);
    expect(['https://issuer', 'http:/*/me', '*issuer/you'].map(fits)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
