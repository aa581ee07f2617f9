import type { JsonObject } from '@backstage/types';
import { conflictingSidecars } from './conflictingSidecars';
import { conflictingTelemetries } from './conflictingTelemetries';
import { ineffectiveSidecar } from './ineffectiveSidecar';
import { referencedResourceNotFound } from './referencedResourceNotFound';
import { severalGeneralSidecars } from './severalGeneralSidecars';
import { severalGeneralTelemetries } from './severalGeneralTelemetries';
import { telemetryWithoutProvider } from './telemetryWithoutProvider';
import { find, object, pod } from './__testUtils__/objects';

const app = (value: string) => ({ selector: { matchLabels: { app: value } } });
const a = pod('shop/a', { app: 'a' });
const ambient = pod('shop/b', { app: 'b' }, { containers: [{ name: 'app' }] });
ambient.metadata.annotations = { 'ambient.istio.io/redirection': 'enabled' };
const outside = pod('web/c', { app: 'c' }, { containers: [{ name: 'app' }] });
const pods = [a, ambient, outside];

describe('Sidecars', () => {
  const sidecar = (name: string, labels?: JsonObject) =>
    object(`Sidecar ${name}`, labels ? { workloadSelector: { labels } } : {});
  const shop = (labels: Record<string, string>) =>
    object('Namespace shop', {}, { labels });
  const judge = (...objects: ReturnType<typeof object>[]) => ({
    pod: find(conflictingSidecars, [...pods, ...objects]).length,
    general: find(severalGeneralSidecars, [...pods, ...objects]).length,
    idle: find(ineffectiveSidecar, [...pods, ...objects]).length,
    missing: find(referencedResourceNotFound, [...pods, ...objects]).length,
  });
  const none = { pod: 0, general: 0, idle: 0, missing: 0 };

  it.each([
    ['one per pod', [sidecar('shop/x', { app: 'a' }), sidecar('shop/y')], none],
    [
      'two for a pod',
      [sidecar('shop/x', { app: 'a' }), sidecar('shop/y', { app: 'a' })],
      { ...none, pod: 2 },
    ],
    [
      'two for all',
      [sidecar('shop/x'), sidecar('shop/y', {})],
      { ...none, general: 2 },
    ],
    ['two in two namespaces', [sidecar('shop/x'), sidecar('web/y')], none],
    [
      'one for no pod',
      [sidecar('shop/x', { app: 'c' })],
      { ...none, missing: 1 },
    ],
    [
      'two for an ambient pod',
      [sidecar('shop/x', { app: 'b' }), sidecar('shop/y', { app: 'b' })],
      { ...none, idle: 2 },
    ],
    [
      'two for an ambient namespace',
      [
        sidecar('shop/x'),
        sidecar('shop/y'),
        shop({ 'istio.io/dataplane-mode': 'ambient' }),
      ],
      { ...none, idle: 2 },
    ],
    [
      'one for a namespace with both',
      [
        sidecar('shop/x'),
        shop({ 'istio.io/dataplane-mode': 'ambient', 'istio.io/rev': 'a' }),
      ],
      none,
    ],
  ])('%s', (_, objects, expected) => {
    expect(judge(...objects)).toEqual(expected);
  });
});

describe('Telemetries', () => {
  const telemetry = (name: string, spec: JsonObject = {}) =>
    object(`Telemetry ${name}`, spec);

  it('are one per pod, and one per namespace', () => {
    const both = [telemetry('shop/x', app('a')), telemetry('shop/y', app('a'))];
    expect(find(conflictingTelemetries, [...pods, ...both])).toHaveLength(2);
    expect(find(severalGeneralTelemetries, both)).toEqual([]);
    const general = [telemetry('shop/x'), telemetry('shop/y')];
    expect(find(severalGeneralTelemetries, general)).toHaveLength(2);
    expect(find(conflictingTelemetries, [...pods, ...general])).toEqual([]);
    // An empty selector is one.
    const empty = [telemetry('shop/x'), telemetry('shop/y', { selector: {} })];
    expect(find(severalGeneralTelemetries, empty)).toEqual([]);
  });

  it.each([
    [[{}], {}, true],
    [[{ disabled: true }], {}, false],
    [[{ providers: [{ name: 'envoy' }] }], {}, false],
    [[{}], { defaultProviders: { accessLogging: ['envoy'] } }, false],
    [[{}], undefined, false],
    [[], {}, false],
  ])('log by %j in %j', (accessLogging, meshConfig, isWrong) => {
    const item = telemetry('shop/x', { accessLogging });
    expect(find(telemetryWithoutProvider, [item], { meshConfig })).toHaveLength(
      isWrong ? 1 : 0,
    );
  });
});
