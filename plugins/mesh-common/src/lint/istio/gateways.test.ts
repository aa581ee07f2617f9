import type { JsonObject } from '@backstage/types';
import { conflictingGateways } from './conflictingGateways';
import { duplicateCertificate } from './duplicateCertificate';
import { gatewayPortNotOnService } from './gatewayPortNotOnService';
import { referencedResourceNotFound } from './referencedResourceNotFound';
import { selectorOnApiGateway } from './selectorOnApiGateway';
import { find, object, pod } from './__testUtils__/objects';

const gateway = (
  name: string,
  server: JsonObject,
  selector: JsonObject = { istio: 'in' },
) =>
  object(`Gateway ${name}`, {
    selector,
    servers: [{ hosts: ['a.com'], port: { number: 443 }, ...server }],
  });
const ingress = pod('edge/in', { istio: 'in', app: 'in' });

describe('conflictingGateways', () => {
  const first = gateway('a/x', {});

  it.each([
    ['the same', gateway('b/y', {}), true],
    ['another port', gateway('b/y', { port: { number: 80 } }), false],
    ['another host', gateway('b/y', { hosts: ['b.com'] }), false],
    ['another address', gateway('b/y', { bind: '10.0.0.1' }), false],
    ['other pods', gateway('b/y', {}, { istio: 'out' }), false],
    [
      'a narrower selector of the same pod',
      gateway('b/y', {}, { app: 'in', istio: 'in' }),
      true,
    ],
    [
      'a narrower selector of no pod',
      gateway('b/y', {}, { app: 'out', istio: 'in' }),
      false,
    ],
    [
      'a selector that says nothing of the other',
      gateway('b/y', {}, { app: 'in' }),
      false,
    ],
  ])('compares with %s', (_, second, isConflict) => {
    expect(find(conflictingGateways, [ingress, first, second])).toEqual(
      isConflict
        ? ['Gateway a/x spec/servers[0]', 'Gateway b/y spec/servers[0]']
        : [],
    );
  });
});

describe('duplicateCertificate', () => {
  const tls = (value: JsonObject, selector?: JsonObject) => (name: string) =>
    gateway(name, { tls: value }, selector);
  const files = { serverCertificate: '/c', privateKey: '/k' };

  it.each([
    [
      'one Secret',
      tls({ credentialName: 'c' }),
      tls({ credentialName: 'c' }),
      2,
    ],
    [
      'two Secrets',
      tls({ credentialName: 'c' }),
      tls({ credentialName: 'd' }),
      0,
    ],
    ['the same files', tls(files), tls(files), 2],
    ['another key', tls(files), tls({ ...files, privateKey: '/l' }), 0],
    ['no certificate', tls({}), tls({}), 0],
    [
      'a narrower selector',
      tls(files),
      tls(files, { istio: 'in', app: 'in' }),
      1,
    ],
    ['no selector', tls(files, {}), tls(files), 1],
  ])('compares %s', (...[, a, b, count]) => {
    expect(find(duplicateCertificate, [a('e/a'), b('e/b')])).toHaveLength(
      count,
    );
  });
});

describe('gatewayPortNotOnService', () => {
  const service = (
    port: JsonObject,
    selector: JsonObject = { app: 'in' },
    namespace = 'edge',
  ) => object(`Service ${namespace}/in`, { selector, ports: [port] });

  it.each([
    ['the port', service({ port: 443 }), true],
    ['the port that it leads to', service({ port: 80, targetPort: 443 }), true],
    ['the port before it', service({ port: 443, targetPort: 8443 }), true],
    ['a port that is named', service({ port: 443, targetPort: 'https' }), true],
    ['another port', service({ port: 80, targetPort: 8080 }), false],
    ['a port for UDP', service({ port: 443, protocol: 'UDP' }), false],
    ['other pods', service({ port: 443 }, { app: 'out' }), false],
    ['another namespace', service({ port: 443 }, { app: 'in' }, 'shop'), false],
  ])('looks at a Service with %s', (_, front, isThere) => {
    expect(
      find(gatewayPortNotOnService, [ingress, gateway('e/g', {}), front]),
    ).toEqual(isThere ? [] : ['Gateway e/g spec/servers']);
  });

  it('leaves Gateways without pods to another rule', () => {
    const objects = [gateway('e/g', {})];
    expect(find(gatewayPortNotOnService, objects)).toEqual([]);
    expect(find(referencedResourceNotFound, objects)).toEqual([
      'Gateway e/g spec/selector',
    ]);
  });

  it('asks why a Gateway has no servers', () => {
    const empty = object('Gateway e/g', { selector: { istio: 'in' } });
    expect(find(referencedResourceNotFound, [ingress, empty])).toEqual([
      'Gateway e/g spec/servers',
    ]);
    expect(
      find(referencedResourceNotFound, [ingress, empty, gateway('e/h', {})]),
    ).toEqual([]);
  });
});

describe('selectorOnApiGateway', () => {
  const label = 'gateway.networking.k8s.io/gateway-name';
  const pods = [
    pod('edge/g-1', { [label]: 'g', app: 'g' }),
    pod('edge/g-2', { [label]: 'g', app: 'g' }),
    pod('edge/h-1', { [label]: 'h', app: 'h' }),
    ingress,
  ];
  const policy = (spec: JsonObject, name = 'edge/p') =>
    object(`AuthorizationPolicy ${name}`, spec);

  it.each([
    ['one Gateway', policy({ selector: { matchLabels: { app: 'g' } } }), 1],
    ['all Gateways', policy({ selector: {} }), 2],
    ['other pods', policy({ selector: { matchLabels: { app: 'in' } } }), 0],
    ['everybody', policy({}), 0],
    ['its target', policy({ selector: {}, targetRef: { name: 'g' } }), 0],
    ['another namespace', policy({ selector: {} }, 'shop/p'), 0],
  ])('of a policy for %s finds %i', (_, item, count) => {
    expect(find(selectorOnApiGateway, [...pods, item])).toHaveLength(count);
  });
});
