import { fine, judge, refused, warned } from '../__testUtils__/webhook';

const override = (changes: object) => ({
  metrics: [{ overrides: [changes] }],
});
const tag = (changes: object) => override({ tagOverrides: { a: changes } });
const trace = (changes: object) => ({ tracing: [changes] });
const filter = (expression: string) => ({
  accessLogging: [{ filter: { expression } }],
});

describe('the webhook on Telemetries', () => {
  it.each<[unknown]>([
    [{}],
    [tag({ value: 'request.host' })],
    [tag({ operation: 'REMOVE' })],
    [trace({ customTags: { a: { literal: { value: 'b' } } } })],
    [filter('response.code >= 400 && has(request.headers)')],
    [{ accessLogging: [{ providers: [{ name: 'envoy' }] }] }],
  ])('accepts %j', spec => {
    expect(judge('Telemetry', spec)).toEqual(fine);
  });

  it.each<[unknown, string]>([
    [{ metrics: [{ providers: [{}] }] }, 'providers.name may not be empty'],
    [tag({}), 'tagOverrides.value must be set when operation is UPSERT'],
    [
      tag({ operation: 'REMOVE', value: 'a' }),
      'may only be set when operation is UPSERT',
    ],
    [
      override({ match: { customMetric: '' } }),
      'customMetric may not be empty',
    ],
    [trace({ randomSamplingPercentage: 101 }), 'must be in range [0.0, 100.0]'],
    [
      trace({ customTags: { a: { literal: {} } } }),
      'literal tag value may not be empty',
    ],
    [
      trace({ customTags: { a: { header: {} } } }),
      'header tag name may not be empty',
    ],
    [
      trace({ customTags: { '': { environment: { name: 'b' } } } }),
      'tag name may not be empty',
    ],
    [filter('response.code >='), 'must be a valid CEL expression'],
    [filter(''), 'must be a valid CEL expression'],
  ])('refuses %j', (spec, message) => {
    expect(judge('Telemetry', spec)).toEqual(refused(message));
  });

  it.each<[unknown, string]>([
    [{ tracing: [{}, {}] }, 'multiple tracing is not currently supported'],
    [
      trace({ providers: [{ name: 'a' }, { name: 'b' }] }),
      'multiple providers is not currently supported',
    ],
  ])('warns of %j', (spec, message) => {
    expect(judge('Telemetry', spec)).toEqual(warned(message));
  });
});

const patch = { operation: 'MERGE', value: {} };
const filterOf = (applyTo: string, match: object) => ({
  configPatches: [{ applyTo, match, patch }],
});
const inner = (name: string, subFilter?: object) => ({
  listener: { filterChain: { filter: { name, subFilter } } },
});
const MANAGER = 'envoy.filters.network.http_connection_manager';

describe('the webhook on what changes proxies', () => {
  it.each<[unknown, string | undefined]>([
    [{}, undefined],
    [filterOf('HTTP_FILTER', inner(MANAGER, { name: 'a' })), undefined],
    [{ configPatches: [{ patch }] }, 'missing applyTo'],
    [{ configPatches: [{ applyTo: 'CLUSTER' }] }, 'missing patch'],
    [
      { configPatches: [{ applyTo: 'CLUSTER', patch: { operation: 'ADD' } }] },
      'missing patch value',
    ],
    [filterOf('CLUSTER', { listener: {} }), 'non cluster match'],
    [filterOf('LISTENER', { cluster: {} }), 'non listener match'],
    [filterOf('HTTP_ROUTE', { cluster: {} }), 'non route configuration match'],
    [filterOf('NETWORK_FILTER', inner('')), 'filter match has no name'],
    [
      filterOf('NETWORK_FILTER', inner(MANAGER, {})),
      'with applyTo HTTP_FILTER only',
    ],
    [
      filterOf('HTTP_FILTER', inner('a', {})),
      `requires filter match with ${MANAGER}`,
    ],
    [
      filterOf('CLUSTER', { proxy: { proxyVersion: '[' } }),
      'invalid regex for proxy version',
    ],
  ])('judges an EnvoyFilter with %j', (spec, message) => {
    const { errors, warnings } = judge('EnvoyFilter', spec);
    expect(errors).toEqual((message ? refused(message) : fine).errors);
    expect(warnings).toContainEqual(
      expect.stringContaining('exposes internal implementation details'),
    );
  });

  it.each<[string, unknown, string | undefined]>([
    ['ProxyConfig', { concurrency: 2 }, undefined],
    ['ProxyConfig', { concurrency: -1 }, 'greater than or equal to 0'],
    ['WasmPlugin', { url: 'ghcr.io/a/b:v1' }, undefined],
    ['WasmPlugin', {}, 'url field needs to be set'],
    ['WasmPlugin', { url: 'ftp://a' }, 'url contains unsupported scheme: ftp'],
    ['WasmPlugin', { url: 'a b' }, 'failed to parse url'],
    ['WasmPlugin', { url: 'a', sha256: 'b' }, 'must be 64 characters long'],
    [
      'WasmPlugin',
      { url: 'a', match: [{ ports: [{ number: 0 }] }] },
      'out of range: 0',
    ],
    [
      'WasmPlugin',
      { url: 'a', vmConfig: { env: [{ name: 'b' }, { name: 'b' }] } },
      'duplicate env',
    ],
    ['TrafficExtension', { lua: { inlineCode: 'a' } }, undefined],
    ['TrafficExtension', {}, 'exactly one of wasm or lua must be set'],
    ['TrafficExtension', { lua: {} }, 'lua.inlineCode cannot be empty'],
  ])('judges a %s with %j', (kind, spec, message) => {
    expect(judge(kind, spec)).toEqual(message ? refused(message) : fine);
  });
});
