import type { JsonObject } from '@backstage/types';
import { conflictingMeshHosts } from './conflictingMeshHosts';
import { destinationPortRequired } from './destinationPortRequired';
import { referencedResourceNotFound } from './referencedResourceNotFound';
import { find, object } from './__testUtils__/objects';

const to = (host: string, rest: JsonObject = {}) => ({
  route: [{ destination: { host, ...rest } }],
});
const routes = (name: string, ...http: JsonObject[]) =>
  object(`VirtualService ${name}`, { hosts: ['a'], http });
const service = (name: string, ports = [80], exportTo?: string) =>
  object(
    `Service ${name}`,
    { ports: ports.map(port => ({ port })) },
    exportTo
      ? { annotations: { 'networking.istio.io/exportTo': exportTo } }
      : {},
  );
const entry = (name: string, hosts: string[], exportTo?: string[]) =>
  object(`ServiceEntry ${name}`, {
    hosts,
    ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
    ...(exportTo ? { exportTo } : {}),
  });

describe('hosts of destinations', () => {
  const place = 'VirtualService shop/v spec/http[0]/route[0]';

  it.each([
    ['a short name', 'a', service('shop/a'), true],
    ['a short name of another namespace', 'a', service('web/a'), false],
    ['a full name', 'a.web.svc.cluster.local', service('web/a'), true],
    ['a name in between', 'a.web', service('web/a'), false],
    [
      'one kept to itself',
      'a.web.svc.cluster.local',
      service('web/a', [80], '.'),
      false,
    ],
    [
      'one exported to us',
      'a.web.svc.cluster.local',
      service('web/a', [80], 'x, shop'),
      true,
    ],
    ['an external name', 'b.com', entry('web/e', ['b.com']), true],
    [
      'an external name of others',
      'b.com',
      entry('web/e', ['b.com'], ['.']),
      false,
    ],
    [
      'one under a wildcard',
      'a.b.com',
      entry('shop/e', ['*.b.com'], ['.']),
      true,
    ],
    ['a wildcard of its own', '*.a.b.com', entry('web/e', ['*.b.com']), true],
    ['one beside a wildcard', 'b.com', entry('web/e', ['*.b.com']), false],
  ])('%s is looked up', (...[, host, target, isThere]) => {
    const found = find(referencedResourceNotFound, [
      routes('shop/v', to(host)),
      target,
    ]);
    expect(found).toEqual(isThere ? [] : [place]);
  });

  it('have the port that is named, and one when none is', () => {
    const two = service('shop/a', [80, 81]);
    const named = routes('shop/v', to('a', { port: { number: 81 } }));
    const wrong = routes('shop/v', to('a', { port: { number: 82 } }));
    const none = routes('shop/v', to('a'));
    expect(find(referencedResourceNotFound, [two, named])).toEqual([]);
    expect(find(destinationPortRequired, [two, named])).toEqual([]);
    expect(find(referencedResourceNotFound, [two, wrong])).toEqual([place]);
    expect(find(destinationPortRequired, [two, none])).toEqual([place]);
    expect(find(destinationPortRequired, [service('shop/a'), none])).toEqual(
      [],
    );
  });

  it('are looked up for copies of calls and for streams too', () => {
    const copies = routes('shop/v', {
      ...to('a'),
      mirror: { host: 'b' },
      mirrors: [{ destination: { host: 'c' } }],
    });
    const streams = object('VirtualService shop/w', {
      hosts: ['a'],
      tcp: [to('b')],
      tls: [to('c')],
    });
    expect(
      find(referencedResourceNotFound, [service('shop/a'), copies, streams]),
    ).toEqual([
      'VirtualService shop/v spec/http[0]/mirror',
      'VirtualService shop/v spec/http[0]/mirrors[0]',
      'VirtualService shop/w spec/tcp[0]/route[0]',
      'VirtualService shop/w spec/tls[0]/route[0]',
    ]);
  });

  it('have the subset that is named', () => {
    const rule = (host: string) =>
      object('DestinationRule shop/a', { host, subsets: [{ name: 'v1' }] });
    const wanted = routes('shop/v', to('a', { subset: 'v1' }));
    const check = (host: string) =>
      find(referencedResourceNotFound, [service('shop/a'), wanted, rule(host)]);
    expect(check('a')).toEqual([]);
    expect(check('a.shop.svc.cluster.local')).toEqual([]);
    expect(check('a.web.svc.cluster.local')).toEqual([place]);
  });
});

describe('conflictingMeshHosts', () => {
  const hosts = (name: string, host: string, rest: JsonObject = {}) =>
    object(`VirtualService ${name}`, { hosts: [host], ...rest });

  it.each([
    [
      'the same short name in one namespace',
      hosts('a/x', 'h'),
      hosts('a/y', 'h'),
      true,
    ],
    [
      'the same short name in two namespaces',
      hosts('a/x', 'h'),
      hosts('b/y', 'h'),
      false,
    ],
    [
      'a short and a full name',
      hosts('a/x', 'h'),
      hosts('b/y', 'h.a.svc.cluster.local'),
      true,
    ],
    [
      'a gateway',
      hosts('a/x', 'h'),
      hosts('a/y', 'h', { gateways: ['g'] }),
      false,
    ],
    [
      'a gateway and the mesh',
      hosts('a/x', 'h'),
      hosts('a/y', 'h', { gateways: ['g', 'mesh'] }),
      true,
    ],
    [
      'two wildcards that differ',
      hosts('a/x', '*.com'),
      hosts('a/y', '*.b.com'),
      false,
    ],
    [
      'one kept to itself',
      hosts('a/x', 'h.com', { exportTo: ['.'] }),
      hosts('b/y', 'h.com', { exportTo: ['.'] }),
      false,
    ],
    [
      'one that all see',
      hosts('a/x', 'h.com', { exportTo: ['.'] }),
      hosts('b/y', '*.com'),
      true,
    ],
    [
      'a wildcard over one that all see',
      hosts('a/x', '*.com', { exportTo: ['b'] }),
      hosts('b/y', 'h.com'),
      true,
    ],
    [
      'a wildcard beside one that all see',
      hosts('a/x', '*.org', { exportTo: ['b'] }),
      hosts('b/y', 'h.com'),
      false,
    ],
  ])('with %s', (...[, a, b, isConflict]) => {
    expect(find(conflictingMeshHosts, [a, b])).toEqual(
      isConflict
        ? [a, b].map(
            ({ metadata: { namespace, name } }) =>
              `VirtualService ${namespace}/${name} spec/hosts`,
          )
        : [],
    );
  });
});
