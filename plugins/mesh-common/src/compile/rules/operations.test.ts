import fc from 'fast-check';
import type { Edge, Operation } from '../../model/types';
import { meshModel } from '../__testUtils__/meshModel';
import { toExpressible } from './expressible';
import { toOperations } from './operations';
import { isExpressible } from './paths';

/** Edges to one HTTP port, one for each list. */
function edgesOf(...lists: Array<Operation[] | undefined>): Edge[] {
  return meshModel({
    workloads: [{ name: 'api' }, { name: 'web' }],
    edges: lists.map(operations => ({
      ...{ from: 'web', to: 'api' },
      ...(operations && { operations }),
    })),
  }).edges;
}

const without = (lists: Array<Operation[] | undefined>) =>
  toOperations(edgesOf(...lists)).map(({ ports: _, ...rest }) => rest);

describe('toOperations', () => {
  it.each<[string, Array<Operation[] | undefined>, Operation[]]>([
    [
      'joins methods that have the same paths',
      [
        [
          { methods: ['GET'], paths: ['/a', '/b'] },
          { methods: ['POST'], paths: ['/b', '/a'] },
        ],
      ],
      [{ methods: ['GET', 'POST'], paths: ['/a', '/b'] }],
    ],
    [
      'joins paths that have the same methods',
      [
        [
          { methods: ['GET', 'POST'], paths: ['/a'] },
          { methods: ['POST', 'GET'], paths: ['/b'] },
        ],
      ],
      [{ methods: ['GET', 'POST'], paths: ['/a', '/b'] }],
    ],
    [
      'groups by paths where that is less',
      [
        [
          { methods: ['GET'], paths: ['/a', '/c'] },
          { methods: ['POST'], paths: ['/a'] },
          { methods: ['PUT'], paths: ['/a', '/c', '/d'] },
          { methods: ['PATCH'], paths: ['/a', '/c', '/e'] },
          { methods: ['HEAD'], paths: ['/a', '/c', '/d', '/e'] },
        ],
      ],
      [
        { methods: ['GET', 'HEAD', 'PATCH', 'POST', 'PUT'], paths: ['/a'] },
        { methods: ['GET', 'HEAD', 'PATCH', 'PUT'], paths: ['/c'] },
        { methods: ['HEAD', 'PATCH'], paths: ['/e'] },
        { methods: ['HEAD', 'PUT'], paths: ['/d'] },
      ],
    ],
    [
      'says nothing where one edge has no limits',
      [[{ methods: ['GET'] }], undefined],
      [{}],
    ],
    [
      'leaves out what another edge covers',
      [[{ methods: ['GET'] }], [{ methods: ['GET'], paths: ['/a'] }]],
      [{ methods: ['GET'] }],
    ],
    [
      'keeps any method apart from those that are named',
      [[{ paths: ['/open'] }, { methods: ['GET'], paths: ['/a'] }]],
      [{ methods: ['GET'], paths: ['/a'] }, { paths: ['/open'] }],
    ],
  ])('%s', (_, lists, expected) => {
    expect(without(lists)).toEqual(expected);
  });

  it('means the same as what it was made of', () => {
    const methods = fc.subarray(['GET', 'PUT', 'POST'], { minLength: 1 });
    const paths = fc.subarray(['/a', '/b', '/c', '/d'], { minLength: 1 });
    const lists = fc.array(
      fc.array(fc.record({ methods, paths }, { requiredKeys: [] }), {
        minLength: 1,
        maxLength: 4,
      }),
      { minLength: 1, maxLength: 3 },
    );
    const admits = (operations: Operation[], method: string, path: string) =>
      operations.some(
        item =>
          (item.methods?.includes(method) ?? true) &&
          (item.paths?.includes(path) ?? true),
      );
    fc.assert(
      fc.property(lists, given => {
        for (const method of ['GET', 'PUT', 'POST', 'DELETE']) {
          for (const path of ['/a', '/b', '/c', '/d', '/e']) {
            expect(admits(without(given), method, path)).toBe(
              admits(given.flat(), method, path),
            );
          }
        }
        expect(without([...given].reverse())).toEqual(without(given));
      }),
    );
  });
});

describe('toExpressible', () => {
  it('grants less, and nothing rather than everything', () => {
    const [edge] = edgesOf([
      { methods: ['GET'], paths: ['/a*b', '/ok'] },
      { paths: ['no-slash'] },
      { methods: [] },
    ]);
    expect(toExpressible(edge)?.operations).toEqual([
      { methods: ['GET'], paths: ['/ok'] },
    ]);
    expect(toExpressible(edgesOf([{ paths: [] }])[0])).toBeUndefined();
  });

  it.each([
    ['/a', true],
    ['/a*', true],
    ['/a/{*}', true],
    ['/a/{**}', true],
    ['/a/{*}/b/{**}/c', true],
    ['/a/{*}/', true],
    ['*', false],
    ['/*a', false],
    ['/a/{id}', false],
    ['/a/{*}*', false],
    ['/a/{**}/{*}', false],
    ['/a//{*}', false],
    ['/ü/{*}', false],
  ])('takes the path %s: %s', (path, expected) => {
    expect(isExpressible(path)).toBe(expected);
  });
});
