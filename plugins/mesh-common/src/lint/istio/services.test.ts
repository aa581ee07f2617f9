import type { JsonObject } from '@backstage/types';
import { conflictingPortProtocols } from './conflictingPortProtocols';
import { conflictingTargetPorts } from './conflictingTargetPorts';
import { externalNamePort } from './externalNamePort';
import { inconsistentService } from './inconsistentService';
import { portNameConvention } from './portNameConvention';
import { proxyUserId } from './proxyUserId';
import { find, object, pod } from './__testUtils__/objects';

const service = (name: string, port: JsonObject, rest: JsonObject = {}) =>
  object(`Service ${name}`, { selector: { app: 'a' }, ports: [port], ...rest });

describe('protocols of ports', () => {
  it.each([
    [{ name: 'http', port: 80 }, true],
    [{ name: 'HTTP-web', port: 80 }, true],
    [{ name: 'grpc-web', port: 80 }, true],
    [{ name: 'grpc-webby', port: 80 }, true],
    [{ name: 'httpweb', port: 80 }, false],
    [{ port: 80 }, false],
    [{ name: 'web', port: 80, protocol: 'UDP' }, true],
    [{ name: 'web', port: 80, appProtocol: 'tls' }, true],
    [{ name: 'http', port: 80, appProtocol: 'web' }, false],
    [{ name: 'web', port: 80, appProtocol: 'kubernetes.io/h2c' }, true],
    [{ name: 'kubernetes.io/h2c', port: 80 }, false],
    [{ name: 'db', port: 3306 }, true],
  ])('are told by %j: %s', (port, isTold) => {
    const places = ['Service shop/a spec/ports[0]'];
    expect(find(portNameConvention, [service('shop/a', port)])).toEqual(
      isTold ? [] : places,
    );
  });

  it('are plain TCP for external names only by another rule', () => {
    const external = (name: string) =>
      service('shop/a', { name, port: 80 }, { type: 'ExternalName' });
    const judge = (name: string) => [
      find(portNameConvention, [external(name)]).length,
      find(externalNamePort, [external(name)]).length,
    ];
    expect(judge('tcp')).toEqual([0, 1]);
    expect(judge('web')).toEqual([0, 1]);
    expect(judge('tcp-a')).toEqual([0, 0]);
    expect(judge('https')).toEqual([0, 0]);
  });

  it.each([
    ['istio', 'pilot'],
    ['release', 'istio'],
    ['gateway.istio.io/managed', 'istio.io-mesh-controller'],
  ])('of the control plane are its own affair: %s=%s', (key, value) => {
    const own = service('istio-system/a', { port: 80 });
    own.metadata.labels = { [key]: value };
    expect(find(portNameConvention, [own])).toEqual([]);
  });
});

describe('Services of a Deployment', () => {
  const deployment = (labels: object = {}, namespace = 'shop') =>
    object(`Deployment ${namespace}/a`, {
      template: {
        metadata: { labels: { app: 'a', ...labels } },
        spec: { containers: [{ name: 'istio-proxy', image: 'proxy' }] },
      },
    });
  const http = { port: 80, targetPort: 8080 };
  const judge = (...objects: ReturnType<typeof object>[]) => [
    find(conflictingPortProtocols, objects).length,
    find(conflictingTargetPorts, objects).length,
  ];

  it.each([
    ['agree', service('shop/b', http), [0, 0]],
    ['have another port', service('shop/b', { port: 81 }), [0, 0]],
    [
      'have another protocol',
      service('shop/b', { ...http, protocol: 'UDP' }),
      [1, 0],
    ],
    ['lead to the same port', service('shop/b', { port: 8080 }), [0, 1]],
    [
      'are for other pods',
      service('shop/b', { port: 8080 }, { selector: { app: 'b' } }),
      [0, 0],
    ],
    [
      'are for no pods',
      service('shop/b', { port: 8080 }, { selector: {} }),
      [0, 0],
    ],
    ['are in another namespace', service('web/b', { port: 8080 }), [0, 0]],
  ])('%s', (_, other, expected) => {
    expect(judge(deployment(), service('shop/a', http), other)).toEqual(
      expected,
    );
  });

  it('are looked at when their pods are in the mesh', () => {
    const both = [service('shop/a', http), service('shop/b', { port: 8080 })];
    const plain = object('Deployment shop/a', {
      template: {
        metadata: { labels: { app: 'a' } },
        spec: { containers: [] },
      },
    });
    const injected = object(
      'Namespace shop',
      {},
      { labels: { 'istio-injection': 'enabled' } },
    );
    const waypoint = deployment();
    waypoint.metadata.labels = {
      'gateway.istio.io/managed': 'istio.io-mesh-controller',
    };
    expect(judge(plain, ...both)).toEqual([0, 0]);
    expect(judge(plain, injected, ...both)).toEqual([0, 1]);
    expect(judge(waypoint, ...both)).toEqual([0, 0]);
  });
});

describe('proxyUserId', () => {
  const as = (runAsUser: number, name = 'app') => ({
    containers: [{ name, securityContext: { runAsUser } }],
  });

  it.each([
    ['a container', pod('shop/a', {}, as(1337)), true],
    [
      'the pod',
      pod('shop/a', {}, { securityContext: { runAsUser: 1337 } }),
      true,
    ],
    ['another user', pod('shop/a', {}, as(1000)), false],
    ['the proxy', pod('shop/a', {}, as(1337, 'istio-proxy')), false],
    ['the control plane', pod('shop/a', { istio: 'pilot' }, as(1337)), false],
    [
      'a template',
      object('Deployment shop/a', { template: { spec: as(1337) } }),
      true,
    ],
  ])('finds it of %s: %#', (_, item, expected) => {
    expect(find(proxyUserId, [item]).length > 0).toBe(expected);
  });
});

describe('inconsistentService', () => {
  const a = service('shop/a', { name: 'http', port: 80 });

  it.each([
    ['is the same', a, 0],
    [
      'has a node port of its own',
      service('shop/a', { name: 'http', port: 80, nodePort: 30000 }),
      0,
    ],
    ['has another port', service('shop/a', { name: 'http', port: 81 }), 1],
    [
      'is headless',
      service('shop/a', { name: 'http', port: 80 }, { clusterIP: 'None' }),
      1,
    ],
    [
      'has another type',
      service('shop/a', { name: 'http', port: 80 }, { type: 'LoadBalancer' }),
      1,
    ],
    ['has another name', service('shop/b', { name: 'http', port: 81 }), 0],
  ])('compares with one that %s', (_, other, count) => {
    const otherClusters = [{ name: 'west', objects: [other] }];
    expect(find(inconsistentService, [a], { otherClusters })).toHaveLength(
      count,
    );
    expect(find(inconsistentService, [a])).toEqual([]);
  });
});
