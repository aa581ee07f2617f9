import type { JsonObject } from '@backstage/types';
import { noServerVerification } from './noServerVerification';
import { noServerVerificationOnPort } from './noServerVerificationOnPort';
import { subsetWithoutPods } from './subsetWithoutPods';
import { find, object, pod } from './__testUtils__/objects';
import { unknownRuleHost } from './unknownRuleHost';

describe('TLS to servers', () => {
  const rule = (tls: JsonObject, rest: JsonObject = {}) =>
    object('DestinationRule shop/r', {
      host: 'a',
      trafficPolicy: { tls, portLevelSettings: [{ port: { number: 1 }, tls }] },
      ...rest,
    });
  const selector = { workloadSelector: { matchLabels: { app: 'a' } } };

  it.each([
    [{ mode: 'SIMPLE' }, {}, false],
    [{ mode: 'MUTUAL' }, {}, false],
    [{ mode: 'ISTIO_MUTUAL' }, {}, true],
    [{ mode: 'DISABLE' }, {}, true],
    [{ mode: 'SIMPLE', caCertificates: 'system' }, {}, true],
    [{ mode: 'SIMPLE', caCertificates: '' }, {}, false],
    [{ mode: 'SIMPLE', credentialName: 'c' }, {}, false],
    [{ mode: 'SIMPLE', credentialName: 'c' }, selector, true],
  ])('is checked with %j %j: %s', (tls, rest, isChecked) => {
    const objects = [rule(tls, rest)];
    const count = isChecked ? 0 : 1;
    expect(find(noServerVerification, objects)).toHaveLength(count);
    expect(find(noServerVerificationOnPort, objects)).toHaveLength(count);
  });
});

describe('subsets', () => {
  const node = object(
    'Node n1',
    {},
    {
      labels: { 'topology.kubernetes.io/region': 'north' },
    },
  );
  const placed = pod('shop/a', { app: 'a' }, { nodeName: 'n1' });
  const service = object('Service shop/a', { ports: [{ port: 80 }] });
  const rule = (labels: JsonObject, host = 'a') =>
    object('DestinationRule shop/r', {
      host,
      subsets: [{ name: 's', labels }],
    });

  it.each([
    [{ app: 'a' }, true],
    [{ app: 'b' }, false],
    [{}, true],
    [{ app: 'a', 'topology.kubernetes.io/region': 'north' }, true],
    [{ 'topology.kubernetes.io/region': 'south' }, false],
    [{ 'kubernetes.io/hostname': 'n1' }, true],
  ])('have pods with %j: %s', (labels, isUsed) => {
    expect(
      find(subsetWithoutPods, [node, placed, service, rule(labels)]),
    ).toEqual(isUsed ? [] : ['DestinationRule shop/r spec/subsets[0]']);
  });

  it('add to the labels of a ServiceEntry', () => {
    const entry = object('ServiceEntry shop/e', {
      hosts: ['e.com'],
      workloadSelector: { labels: { app: 'b' } },
    });
    expect(
      find(subsetWithoutPods, [placed, entry, rule({}, 'e.com')]),
    ).toHaveLength(1);
  });

  it('of hosts that are not there are left to another rule', () => {
    const lost = rule({ app: 'x' }, 'b');
    expect(find(subsetWithoutPods, [placed, service, lost])).toEqual([]);
    expect(find(unknownRuleHost, [placed, service, lost])).toEqual([
      'DestinationRule shop/r spec/host',
    ]);
    expect(
      find(unknownRuleHost, [service, rule({}, '*.shop.svc.cluster.local')]),
    ).toHaveLength(1);
  });
});
