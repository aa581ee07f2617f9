import type { JsonObject } from '@backstage/types';
import { addedRoute } from './addedRoute';
import { relativeEnvoyFilter } from './relativeEnvoyFilter';
import { relativeEnvoyFilterForVersion } from './relativeEnvoyFilterForVersion';
import { removedRoute } from './removedRoute';
import { replacedWrongly } from './replacedWrongly';
import { find, object } from './__testUtils__/objects';

describe('EnvoyFilters', () => {
  const rules = {
    relative: relativeEnvoyFilter,
    replaced: replacedWrongly,
    added: addedRoute,
    removed: removedRoute,
    versioned: relativeEnvoyFilterForVersion,
  };
  const patch = (
    operation: string,
    applyTo: string,
    rest: JsonObject = {},
  ) => ({
    applyTo,
    patch: { operation, value: { name: 'f' } },
    ...rest,
  });
  const filter = (
    name: string,
    configPatches: JsonObject[],
    priority?: number,
  ) =>
    object(`EnvoyFilter shop/${name}`, {
      configPatches,
      ...(priority === undefined ? {} : { priority }),
    });
  const judge = (...filters: ReturnType<typeof object>[]) =>
    Object.entries(rules).flatMap(([name, rule]) =>
      find(rule, filters).map(() => name),
    );

  it.each([
    ['ADD', 'HTTP_ROUTE', ['added']],
    ['ADD', 'CLUSTER', []],
    ['REMOVE', 'ROUTE_CONFIGURATION', ['removed']],
    ['REMOVE', 'CLUSTER', ['relative']],
    ['REPLACE', 'CLUSTER', ['replaced']],
    ['REPLACE', 'VIRTUAL_HOST', ['relative']],
    ['INSERT_BEFORE', 'HTTP_FILTER', ['relative']],
    ['INSERT_AFTER', 'HTTP_FILTER', ['relative']],
    ['INSERT_FIRST', 'HTTP_FILTER', []],
    ['MERGE', 'HTTP_FILTER', []],
  ])('that %s %s are %j', (operation, applyTo, expected) => {
    expect(judge(filter('a', [patch(operation, applyTo)]))).toEqual(expected);
    const prior = judge(filter('a', [patch(operation, applyTo)], -5));
    expect(prior).toEqual(expected.filter(name => name !== 'relative'));
  });

  it('depend on a version when one before has the name', () => {
    const match = { proxy: { proxyVersion: '^1.29' } };
    const first = filter('a', [
      patch('INSERT_FIRST', 'HTTP_FILTER', { match }),
    ]);
    const second = filter('b', [patch('INSERT_AFTER', 'HTTP_FILTER')]);
    const other = filter('c', [
      {
        applyTo: 'HTTP_FILTER',
        patch: { operation: 'INSERT_AFTER', value: { name: 'g' } },
      },
    ]);
    expect(judge(first, second)).toEqual(['versioned']);
    expect(judge(second, first)).toEqual(['versioned']);
    expect(judge(first, other)).toEqual(['relative']);
  });

  it('are read up to a patch that says nothing', () => {
    const wrong = patch('ADD', 'HTTP_ROUTE');
    expect(judge(filter('a', [{ applyTo: 'CLUSTER' }, wrong]))).toEqual([]);
  });
});
