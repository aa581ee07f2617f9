import { TestApi, configMap, paths, policy } from './__testUtils__/api';

const api = new TestApi();
let maps: string;
let policies: string;

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(async () => {
  const namespace = await api.namespace();
  maps = paths.configMaps(namespace);
  policies = paths.policies(namespace);
});

const map = (rest: string, name: string = '"name":"a"') =>
  `{"apiVersion":"v1","kind":"ConfigMap","metadata":{${name}},${rest}}`;
const rule = (spec: string) =>
  `{"apiVersion":"security.istio.io/v1","kind":"AuthorizationPolicy","metadata":{"name":"a"},"spec":{${spec}}}`;
const yaml = `apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data:
  a: "1"
  a: "2"
`;

const STRICT = '?fieldValidation=Strict';

/** Every warning, as the header gives them. */
const warnings = (headers: Headers) =>
  [
    ...(headers.get('warning') ?? '').matchAll(/299 - "((?:[^"\\]|\\.)*)"/g),
  ].map(([, text]) => text.replace(/\\"/g, '"'));

describe('fields that a new object gives twice', () => {
  it('are refused when validation is strict', async () => {
    const twice = map(
      '"data":{"a":"1","a":"2"},"zzz":1',
      '"name":"a","name":"a"',
    );
    const { code, body } = await api.post(maps + STRICT, twice);
    expect([code, body.message]).toEqual([
      400,
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "metadata.name", duplicate field "data.a", unknown field "zzz"',
    ]);
  });

  it('are refused in custom kinds too', async () => {
    const twice = rule(
      '"action":"ALLOW","action":"DENY","foo":1,"rules":[{"to":[],"to":[]}]',
    );
    const { code, body } = await api.post(policies + STRICT, twice);
    expect([code, body.message]).toEqual([
      400,
      'AuthorizationPolicy in version "v1" cannot be handled as a AuthorizationPolicy: strict decoding error: duplicate field "spec.action", duplicate field "spec.rules[0].to", unknown field "spec.foo"',
    ]);
  });

  it('are warned of otherwise, once, and the last one counts', async () => {
    const thrice = map('"data":{"a":"1","a":"2","a":"3"}');
    const { code, body, headers } = await api.post(maps, thrice);
    expect([code, body.data]).toEqual([201, { a: '3' }]);
    expect(warnings(headers)).toEqual(['duplicate field "data.a"']);
  });

  it('pass in silence when they are ignored', async () => {
    const twice = map('"data":{"a":"1","a":"2"}');
    const path = `${maps}?fieldValidation=Ignore`;
    const { code, headers } = await api.post(path, twice);
    expect([code, warnings(headers)]).toEqual([201, []]);
  });

  it('are no news in other places', async () => {
    const alike = rule(
      '"rules":[{"to":[]},{"to":[]}],"selector":{"matchLabels":{"spec":"a","name":"{\\"a\\":1,\\"a\\":2}"}}',
    );
    const { body } = await api.post(policies + STRICT, alike);
    // The label has a value that is none, and nothing is twice.
    expect(body.message ?? '').not.toContain('duplicate');
  });

  it('are named by their lines in YAML', async () => {
    const type = 'application/yaml';
    const strict = await api.post(maps + STRICT, yaml, { type });
    expect([strict.code, strict.body.message]).toEqual([
      400,
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: yaml: unmarshal errors:\n  line 6: key "a" already set in map',
    ]);
    const { code, body, headers } = await api.post(maps, yaml, { type });
    expect([code, body.data]).toEqual([201, { a: '2' }]);
    expect(warnings(headers)).toEqual(['line 6: key "a" already set in map']);
  });
});

describe('a patch', () => {
  beforeEach(async () => {
    await api.post(maps, configMap('a', { a: '0' }));
    await api.post(policies, policy('a', { action: 'ALLOW' }));
  });

  it.each([
    [
      'merge-patch+json',
      '{"data":{"a":"1","a":"2"}}',
      'duplicate field "data.a"',
    ],
    ['merge-patch+json', '{"zzz":1}', 'unknown field "zzz"'],
    [
      'json-patch+json',
      '[{"op":"add","path":"/data/q","value":"1","value":"2"}]',
      'json patch duplicate field "[0].value"',
    ],
    [
      'strategic-merge-patch+json',
      '{"data":{"a":"1","a":"2"}}',
      'duplicate field "data.a"',
    ],
  ])('of kind %s is refused strictly: %s', async (kind, body, why) => {
    const answer = await api.patch(`${maps}/a${STRICT}`, kind, body);
    expect([answer.code, answer.body.reason]).toEqual([422, 'Invalid']);
    expect(answer.body.message).toMatch(
      /^ "" is invalid: patch: Invalid value: /,
    );
    expect(answer.body.message).toContain(`: strict decoding error: ${why}`);
    expect(answer.body.details.causes[0].field).toBe('patch');
    expect((await api.get(`${maps}/a`)).body.data).toEqual({ a: '0' });
  });

  it('is taken with a warning otherwise', async () => {
    const body = '{"spec":{"acton":"X","action":"ALLOW","action":"DENY"}}';
    const path = `${policies}/a`;
    const answer = await api.patch(path, 'merge-patch+json', body);
    expect([answer.code, answer.body.spec]).toEqual([200, { action: 'DENY' }]);
    expect(warnings(answer.headers)).toEqual([
      'duplicate field "spec.action"',
      'unknown field "spec.acton"',
    ]);
  });
});

describe('an applied configuration', () => {
  it('says nothing twice when validation is strict', async () => {
    const twice = map('"data":{"a":"1","a":"2"}');
    const { code, body } = await api.apply(`${maps}/a${STRICT}`, 'x', twice);
    expect([code, body.message]).toEqual([
      400,
      'error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 1: key "a" already set in map',
    ]);
  });

  it('is warned of otherwise', async () => {
    const { code, body, headers } = await api.apply(`${maps}/a`, 'x', yaml);
    expect([code, body.data]).toEqual([201, { a: '2' }]);
    expect(warnings(headers)).toEqual(['line 6: key "a" already set in map']);
  });

  it.each(['', STRICT, '?fieldValidation=Ignore'])(
    'never has fields that the schema has not%s',
    async query => {
      const map500 = await api.apply(
        `${maps}/a${query}`,
        'x',
        map('"zzz":{"a":1}'),
      );
      expect([map500.code, map500.body.message]).toEqual([
        500,
        'failed to create typed patch object (/a; /v1, Kind=ConfigMap): .zzz: field not declared in schema',
      ]);
      const rule500 = await api.apply(
        `${policies}/a${query}`,
        'x',
        rule('"acton":"X"'),
      );
      expect([rule500.code, rule500.body.message]).toEqual([
        500,
        'failed to create typed patch object (/a; security.istio.io/v1, Kind=AuthorizationPolicy): .spec.acton: field not declared in schema',
      ]);
    },
  );
});
