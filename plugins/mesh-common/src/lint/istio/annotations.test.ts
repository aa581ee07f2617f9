import { alphaAnnotation } from './alphaAnnotation';
import { deprecatedAnnotation } from './deprecatedAnnotation';
import { invalidAnnotation } from './invalidAnnotation';
import { misplacedAnnotation } from './misplacedAnnotation';
import { find, object } from './__testUtils__/objects';
import { unknownAnnotation } from './unknownAnnotation';

const annotated = (title: string, name: string, value = '') =>
  object(title, {}, { annotations: { [name]: value } });

const rules = {
  alphaAnnotation,
  deprecatedAnnotation,
  misplacedAnnotation,
  unknownAnnotation,
};

describe('annotations', () => {
  it.each([
    ['Pod a/b', 'example.com/thing', []],
    ['Pod a/b', 'istio.io/rev', []],
    ['Pod a/b', 'sidecar.istio.io/status', []],
    ['Pod a/b', 'proxy.istio.io/config', []],
    ['Pod a/b', 'sidecar.istio.io/thing', ['unknownAnnotation']],
    ['Pod a/b', 'sidecar.istio.io/inject', ['deprecatedAnnotation']],
    ['Pod a/b', 'sidecar.istio.io/logLevel', ['alphaAnnotation']],
    // Set by the injector where no init container redirects traffic.
    ['Pod a/b', 'sidecar.istio.io/interceptionMode', []],
    ['Pod a/b', 'kubernetes.io/ingress.class', ['misplacedAnnotation']],
    [
      'Namespace a',
      'topology.istio.io/controlPlaneClusters',
      ['alphaAnnotation'],
    ],
    ['Service a/b', 'galley.istio.io/analyze-suppress', ['alphaAnnotation']],
    ['Service a/b', 'proxy.istio.io/config', ['misplacedAnnotation']],
    [
      'Deployment a/b',
      'sidecar.istio.io/inject',
      ['deprecatedAnnotation', 'misplacedAnnotation'],
    ],
    ['VirtualService a/b', 'sidecar.istio.io/thing', []],
  ])('on %s with %s are judged by %j', (title, name, expected) => {
    const found = Object.entries(rules)
      .filter(([, rule]) => find(rule, [annotated(title, name)]).length > 0)
      .map(([rule]) => rule);
    expect(found).toEqual(expected);
  });

  it('are not deprecated when the label that replaces them is there', () => {
    const both = annotated('Pod a/b', 'sidecar.istio.io/inject', 'true');
    both.metadata.labels = { 'sidecar.istio.io/inject': 'true' };
    expect(find(deprecatedAnnotation, [both])).toEqual([]);
  });
});

describe('invalidAnnotation', () => {
  it.each([
    ['sidecar.istio.io/interceptionMode', ['TPROXY'], ['tproxy', '']],
    ['status.sidecar.istio.io/port', ['15021', ' 80 '], ['http', '65536', '']],
    [
      'readiness.status.sidecar.istio.io/periodSeconds',
      ['0'],
      ['-1', '4294967296', '1s'],
    ],
    [
      'traffic.sidecar.istio.io/includeOutboundIPRanges',
      ['*', '', '10.0.0.0/8,::/0'],
      ['10.0.0.1', '10.0.0.0/33'],
    ],
    ['traffic.sidecar.istio.io/excludeOutboundIPRanges', ['10.0.0.0/8'], ['*']],
    [
      'traffic.sidecar.istio.io/includeInboundPorts',
      ['*', '80, 443', ''],
      ['80;443'],
    ],
    ['traffic.sidecar.istio.io/excludeInboundPorts', ['80'], ['*']],
    [
      'traffic.sidecar.istio.io/excludeInterfaces',
      ['eth0,net-1'],
      ['0eth', 'a,,b', 'a-name-too-long-for-it'],
    ],
    ['prometheus.istio.io/merge-metrics', ['true', 'F'], ['yes']],
    ['sidecar.istio.io/proxyCPU', ['100m', '0.5', '1e3'], ['a lot', '']],
    ['sidecar.istio.io/proxyMemory', ['128Mi', '1G'], ['128MB']],
    [
      'proxy.istio.io/config',
      ['concurrency: 2', 'other: {}', ''],
      ['- a', '{', 'statusPort: 0', 'drainDuration: fast'],
    ],
  ])('reads %s', (name, good, bad) => {
    const judge = (value: string) =>
      find(invalidAnnotation, [annotated('Pod a/b', name, value)]).length > 0;
    expect(good.filter(judge)).toEqual([]);
    expect(bad.filter(value => !judge(value))).toEqual([]);
  });

  it('leaves annotations alone that stand where they do nothing', () => {
    const misplaced = annotated(
      'Service a/b',
      'sidecar.istio.io/proxyCPU',
      '?',
    );
    expect(find(invalidAnnotation, [misplaced])).toEqual([]);
  });
});
