import { find, object, pod } from './__testUtils__/objects';
import { namespaceInjectedByDefault } from './namespaceInjectedByDefault';
import { namespaceNotInjected } from './namespaceNotInjected';
import { podMissingProxy } from './podMissingProxy';
import { proxyImageMismatch } from './proxyImageMismatch';
import { severalInjectionLabels } from './severalInjectionLabels';

const namespace = (name: string, labels: Record<string, string> = {}) =>
  object(`Namespace ${name}`, {}, { labels });
const app = { containers: [{ name: 'app', image: 'app' }] };
const injector = (values: unknown, name = 'istio-sidecar-injector') =>
  object(
    `ConfigMap istio-system/${name}`,
    {},
    { fields: { data: { values: JSON.stringify(values) } } },
  );

describe('namespaceNotInjected', () => {
  it.each([
    [{}, ['Namespace shop metadata/labels']],
    [{ 'istio-injection': '' }, ['Namespace shop metadata/labels']],
    [{ 'istio-injection': 'disabled' }, []],
    [{ 'istio.io/rev': '' }, []],
    [{ 'istio.io/dataplane-mode': 'ambient' }, []],
    [{ 'istio.io/dataplane-mode': 'none' }, ['Namespace shop metadata/labels']],
  ])('of labels %j says %j', (labels, expected) => {
    const objects = [namespace('shop', labels), namespace('istio-system')];
    expect(find(namespaceNotInjected, objects)).toEqual(expected);
  });

  it('is silent where the injector takes all namespaces', () => {
    const byDefault = injector({
      sidecarInjectorWebhook: { enableNamespacesByDefault: true },
    });
    const objects = [namespace('shop'), byDefault];
    expect(find(namespaceNotInjected, objects)).toEqual([]);
    expect(find(namespaceInjectedByDefault, objects)).toEqual([
      'Namespace shop metadata/labels',
    ]);
    const unreadable = { ...byDefault, data: { values: '{' } };
    expect(
      find(namespaceInjectedByDefault, [namespace('shop'), unreadable]),
    ).toEqual([]);
  });
});

describe('severalInjectionLabels', () => {
  it.each([
    [{ 'istio-injection': 'enabled', 'istio.io/rev': 'a' }, true],
    [{ 'istio.io/rev': 'a', 'istio.io/dataplane-mode': 'ambient' }, true],
    [{ 'istio-injection': 'disabled', 'istio.io/rev': 'a' }, false],
    [{ 'istio-injection': 'enabled' }, false],
  ])('of labels %j says %s', (labels, expected) => {
    const found = find(severalInjectionLabels, [namespace('shop', labels)]);
    expect(found.length > 0).toBe(expected);
  });
});

describe('podMissingProxy', () => {
  const shop = namespace('shop', { 'istio-injection': 'enabled' });

  it.each([
    ['no proxy', pod('shop/a', {}, app), true],
    ['a proxy', pod('shop/a', {}), false],
    [
      'a proxy that starts first',
      pod(
        'shop/a',
        {},
        {
          ...app,
          initContainers: [{ name: 'istio-proxy', image: 'proxy' }],
        },
      ),
      false,
    ],
    [
      'the network of its node',
      pod('shop/a', {}, { ...app, hostNetwork: true }),
      false,
    ],
    [
      'a label that refuses',
      pod('shop/a', { 'sidecar.istio.io/inject': 'False' }, app),
      false,
    ],
    ['another namespace', pod('web/a', {}, app), false],
  ])('of a pod with %s says %#', (_, item, expected) => {
    expect(find(podMissingProxy, [shop, item]).length > 0).toBe(expected);
  });

  it('lets the label win over the annotation', () => {
    const both = pod('shop/a', { 'sidecar.istio.io/inject': 'true' }, app);
    both.metadata.annotations = { 'sidecar.istio.io/inject': 'false' };
    expect(find(podMissingProxy, [shop, both])).toEqual([
      'Pod shop/a spec/containers',
    ]);
  });
});

describe('proxyImageMismatch', () => {
  const values = (tag: string) => ({
    global: { hub: 'hub', tag, proxy: { image: 'proxyv2' } },
  });
  const run = (image: string) => ({
    containers: [{ name: 'istio-proxy', image }],
  });
  const byLabel = namespace('shop', { 'istio-injection': 'enabled' });
  const byRevision = namespace('shop', { 'istio.io/rev': 'canary' });

  it.each([
    ['the same', 'hub/proxyv2:2', byLabel, []],
    ['an older', 'hub/proxyv2:1', byLabel, ['Namespace shop']],
    ['that of the revision', 'hub/proxyv2:3', byRevision, []],
    [
      'not that of the revision',
      'hub/proxyv2:2',
      byRevision,
      ['Namespace shop'],
    ],
    [
      'a distroless one',
      'hub/proxyv2:2-distroless',
      byLabel,
      ['Namespace shop'],
    ],
  ])('of %s image says what is expected', (...[, image, home, expected]) => {
    const objects = [
      home,
      injector(values('2')),
      injector(values('3'), 'istio-sidecar-injector-canary'),
      pod('shop/a', {}, run(image)),
    ];
    expect(find(proxyImageMismatch, objects)).toEqual(expected);
  });

  it('takes the type of the image from the nearest that says one', () => {
    const config = (place: string, imageType: string, labels?: object) =>
      object(`ProxyConfig ${place}`, {
        ...(labels ? { selector: { matchLabels: { ...labels } } } : {}),
        image: { imageType },
      });
    const objects = [
      byLabel,
      injector(values('2')),
      config('istio-system/all', 'debug'),
      config('shop/all', 'distroless'),
      config('shop/a', 'default', { app: 'a' }),
    ];
    const distroless = 'hub/proxyv2:2-distroless';
    expect(
      find(proxyImageMismatch, [
        ...objects,
        pod('shop/a', { app: 'a' }, run('hub/proxyv2:2')),
        pod('shop/b', { app: 'b' }, run(distroless)),
      ]),
    ).toEqual([]);
    expect(
      find(proxyImageMismatch, [
        ...objects,
        pod('shop/a', { app: 'a' }, run(distroless)),
      ]),
    ).toEqual(['Namespace shop']);
  });

  it('is silent where the injector or its image is not known', () => {
    const old = pod('shop/a', {}, run('hub/proxyv2:1'));
    expect(find(proxyImageMismatch, [byLabel, old])).toEqual([]);
    expect(find(proxyImageMismatch, [byLabel, old, injector({})])).toEqual([]);
  });
});
