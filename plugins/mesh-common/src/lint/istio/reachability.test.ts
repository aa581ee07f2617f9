import type { JsonObject } from '@backstage/types';
import { ineffectiveMatch } from './ineffectiveMatch';
import { find, object } from './__testUtils__/objects';
import { unreachableRule } from './unreachableRule';

const to = (host: string, rest: JsonObject = {}) => ({
  route: [{ destination: { host, ...rest } }],
});
const routes = (name: string, ...http: JsonObject[]) =>
  object(`VirtualService ${name}`, { hosts: ['a'], http });

describe('rules that no call gets to', () => {
  const uri = (prefix: string, rest: JsonObject = {}) => ({
    uri: { prefix },
    ...rest,
  });
  const when = (...match: JsonObject[]) => ({ match, ...to('a') });
  const judge = (...http: JsonObject[]) => ({
    rules: find(unreachableRule, [routes('s/v', ...http)]),
    matches: find(ineffectiveMatch, [routes('s/v', ...http)]),
  });
  const good = { rules: [], matches: [] };

  it('come after one without matches', () => {
    expect(judge(to('a'), to('b'), when(uri('/'), uri('/b')))).toEqual({
      rules: [
        'VirtualService s/v spec/http[1]',
        'VirtualService s/v spec/http[2]',
      ],
      matches: [],
    });
    expect(judge(when(uri('/a')), to('b'))).toEqual(good);
  });

  it('have matches that came before, whatever they are called', () => {
    expect(
      judge(when(uri('/a', { name: 'x' })), when(uri('/a', { name: 'y' }))),
    ).toEqual({
      rules: ['VirtualService s/v spec/http[1]'],
      matches: ['VirtualService s/v spec/http[1]/match[0]'],
    });
  });

  it.each([
    ['a longer path', uri('/a'), uri('/ab'), true],
    ['a shorter path', uri('/ab'), uri('/a'), false],
    ['another port', uri('/a'), uri('/ab', { port: 80 }), false],
    [
      'another method',
      uri('/a'),
      uri('/ab', { method: { exact: 'PUT' } }),
      false,
    ],
    [
      'the default method',
      uri('/a'),
      uri('/ab', { method: { exact: 'GET' } }),
      true,
    ],
    [
      'a header more',
      uri('/a'),
      uri('/ab', { headers: { h: { exact: '1' } } }),
      false,
    ],
    ['an exact path', uri('/a'), { uri: { exact: '/ab' } }, false],
  ])('are covered by an earlier one: %s', (...[, first, second, isCovered]) => {
    expect(judge(when(first), when(second)).matches).toEqual(
      isCovered ? ['VirtualService s/v spec/http[1]/match[0]'] : [],
    );
  });

  it('are found among streams', () => {
    const streams = object('VirtualService s/v', {
      tcp: [{ match: [{ port: 1 }] }, { match: [{ port: 1 }, { port: 2 }] }],
      tls: [{ match: [{ sniHosts: ['a'] }] }, { match: [{ sniHosts: ['a'] }] }],
    });
    expect(find(unreachableRule, [streams])).toEqual([
      'VirtualService s/v spec/tls[1]',
    ]);
    expect(find(ineffectiveMatch, [streams])).toEqual([
      'VirtualService s/v spec/tcp[1]/match[0]',
      'VirtualService s/v spec/tls[1]/match[0]',
    ]);
  });
});
