import fc from 'fast-check';
import type { Operation } from '../declaration';
import { intersect, normalize, subtract, unite } from './operations';
import { listAtoms } from './OperationIndex';
import { coversPath, intersectPaths } from './paths';

/** Said once more, and differently, than the code under test says it. */
const matchesPath = (pattern: string, path: string) =>
  new RegExp(
    `^${pattern
      .replace(/\/\{\*\*\}/g, '/[^[\\]]*')
      .replace(/\{\*\}/g, '[^/[\\]]+')
      .replace(/([^\]])\*$/, '$1.*')}$`,
  ).test(path);

const allows = (operations: Operation[], method: string, path: string) =>
  operations.some(
    ({ methods, paths }) =>
      (!methods || methods.includes(method)) &&
      (!paths || paths.some(pattern => matchesPath(pattern, path))),
  );

const PATHS = [
  '/a',
  '/a/',
  '/a/b',
  '/a/b/c',
  '/a/[b]',
  '/b/a',
  '/ab',
  '/a/b/d',
  '/',
];
const METHODS = ['GET', 'POST', 'HEAD'];
const CALLS = METHODS.flatMap(method =>
  PATHS.map(path => [method, path] as const),
);

const pattern = fc.constantFrom(
  ...PATHS,
  '/a*',
  '/a/*',
  '/*',
  '/a/{*}',
  '/{*}/b',
  '/{*}/{*}',
  '/a/{**}',
  '/{**}',
  '/a/{**}/c',
  '/{*}/{**}',
);
const operation = fc.record(
  {
    methods: fc.subarray(['GET', 'HEAD', 'POST'], { minLength: 1 }),
    paths: fc.uniqueArray(pattern, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Operation>;
const operations = fc.array(operation, { maxLength: 3 });

describe('paths', () => {
  it.each([
    ['/a*', '/a', true],
    ['/a/*', '/a', false],
    ['/a*', '/a/{*}', true],
    ['/a/b*', '/a/{*}', false],
    ['/a/{*}', '/a/b', true],
    ['/a/{*}', '/a/', false],
    ['/a/{*}', '/a/[b]', false],
    ['/a/{*}', '/a/b/c', false],
    ['/a/{**}', '/a/', true],
    ['/a/{**}', '/a', false],
    ['/a/{**}', '/a/{*}/c', true],
    ['/a/{**}', '/a/b*', false],
    ['/a/{**}/c', '/a/b/c', true],
    ['/{*}', '/{**}', false],
    ['/a/b', '/a/{*}', false],
  ])('%s covers %s: %s', (wide, narrow, expected) => {
    expect(coversPath(wide, narrow)).toBe(expected);
  });

  it('have a part in common that both match', () => {
    expect(intersectPaths('/a/{*}', '/{*}/b')).toBe('/a/b');
    expect(intersectPaths('/a/{*}', '/b/{*}')).toBeUndefined();
    expect(intersectPaths('/a*', '/a/{**}')).toBe('/a/{**}');
    fc.assert(
      fc.property(pattern, pattern, fc.constantFrom(...PATHS), (a, b, path) => {
        const both = intersectPaths(a, b);
        return (
          both === undefined ||
          !matchesPath(both, path) ||
          (matchesPath(a, path) && matchesPath(b, path))
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('cover only what they match', () => {
    fc.assert(
      fc.property(pattern, pattern, fc.constantFrom(...PATHS), (a, b, path) => {
        const isWider =
          coversPath(a, b) && matchesPath(b, path) && !matchesPath(a, path);
        expect(isWider).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('operations', () => {
  it('become few products', () => {
    expect(
      unite(
        [{ methods: ['GET'], paths: ['/a'] }],
        [{ methods: ['POST'], paths: ['/b', '/a'] }],
        [{ methods: ['GET'], paths: ['/b', '/c/d'] }],
        [{ methods: ['GET'], paths: ['/c/{*}'] }],
      ),
    ).toEqual([
      { methods: ['GET'], paths: ['/c/{*}'] },
      { methods: ['GET', 'POST'], paths: ['/a', '/b'] },
    ]);
  });

  it('mean the same in every order, and normalized', () => {
    fc.assert(
      fc.property(operations, given => {
        const once = normalize(listAtoms(given));
        expect(unite([...given].reverse())).toEqual(once);
        expect(unite(once)).toEqual(once);
        for (const [method, path] of CALLS) {
          expect(allows(once, method, path)).toBe(allows(given, method, path));
        }
      }),
    );
  });

  it('are cut without widening and without a loss', () => {
    fc.assert(
      fc.property(operations, operations, (a, b) => {
        const inside = intersect(a, b);
        const outside = subtract(a, b);
        for (const [method, path] of CALLS) {
          const asked = allows(a, method, path);
          const isIn = allows(inside, method, path);
          const isOut = allows(outside, method, path);
          expect(isIn && !(asked && allows(b, method, path))).toBe(false);
          expect(isOut && !asked).toBe(false);
          expect(asked && !isIn && !isOut).toBe(false);
        }
        expect(subtract(a, [...a])).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
