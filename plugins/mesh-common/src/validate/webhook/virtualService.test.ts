import { fine, judge, refused, warned } from '../__testUtils__/webhook';

const destination = { host: 'b.com' };
const route = [{ destination }];
const http = (changes: object) => ({
  hosts: ['a.com'],
  http: [{ route, ...changes }],
});
const match = (...matches: object[]) => http({ match: matches });
const rules = (...list: object[]) => ({
  hosts: ['a.com'],
  http: list.map(each => ({ route, ...each })),
});
const request = (changes: object) => http({ headers: { request: changes } });
const tls = (...sniHosts: string[]) => ({
  hosts: ['*.a.com'],
  tls: [{ match: [{ sniHosts }], route }],
});
const ofGateway = { gateways: ['shop/gw'] };
const claims = match({ headers: { '@request.auth.claims.a': { exact: 'b' } } });

describe('the webhook on VirtualServices', () => {
  it.each<[unknown]>([
    [http({})],
    [tls('b.a.com')],
    [{ ...tls('outbound_.80_._.b.a.com'), gateways: ['gw'], hosts: ['*'] }],
    [{ ...claims, ...ofGateway }],
    [{ http: [{ route }] }],
    [{ hosts: ['a.com'], http: [{ delegate: { name: 'a' } }] }],
    [
      {
        hosts: ['a.com'],
        tcp: [{ route, match: [{ destinationSubnets: ['10.0.0.0/8'] }] }],
      },
    ],
    [http({ route: undefined, directResponse: { status: 200 } })],
    [
      http({
        route: undefined,
        redirect: { authority: 'c.com', redirectCode: 302 },
      }),
    ],
    [http({ retries: { attempts: 3, retryOn: '5xx,503,reset' } })],
    [request({ set: { a: '%REQ(["b"])% %%' } })],
    [match({ uri: { prefix: '' }, withoutHeaders: { a: { regex: '*' } } })],
    [
      http({
        corsPolicy: {
          allowOrigins: [{ exact: '*' }],
          allowMethods: ['GET'],
          maxAge: '1s',
        },
      }),
    ],
  ])('accepts %j', spec => {
    expect(judge('VirtualService', spec)).toEqual(fine);
  });

  it.each<[unknown, string]>([
    [{ hosts: ['a.com'] }, 'http, tcp or tls must be provided'],
    [
      { gateways: ['gw'], http: [{ route }] },
      'delegate virtual service must have no gateways',
    ],
    [{ ...http({}), hosts: ['*'] }, 'wildcard host * is not allowed'],
    [{ ...http({}), hosts: ['a_b'] }, 'domain name "a_b" invalid'],
    [
      { ...http({}), hosts: ['*.com', 'a.com'] },
      'duplicate hosts in virtual service: *.com & a.com',
    ],
    [
      { ...http({}), hosts: ['a.com', '*.com'] },
      'duplicate hosts in virtual service: a.com & *.com',
    ],
    [
      { ...http({}), hosts: ['a.com', 'a.com'] },
      'duplicate hosts in virtual service',
    ],
    [
      { ...http({}), gateways: ['a_b/gw'] },
      'invalid value for namespace: "a_b"',
    ],
    [
      { ...http({}), gateways: ['a/g_w'] },
      'invalid value for gateway name: "g_w"',
    ],
    [
      claims,
      'JWT claim based routing (key: @request.auth.claims.a) is only supported for gateway',
    ],
    [
      http({ route: [] }),
      'HTTP route, redirect or direct_response is required',
    ],
    [
      http({ redirect: { uri: '/' } }),
      'cannot contain both route and redirect',
    ],
    [
      http({ directResponse: { status: 200 } }),
      'cannot contain both route and direct_response',
    ],
    [http({ delegate: { name: 'a' } }), 'must not specify route'],
    [
      http({ mirror: destination, mirrors: [{ destination }] }),
      'both mirror and mirrors',
    ],
    [
      http({ route: [{ destination: { host: '*' } }] }),
      'invalid destination host *',
    ],
    [
      http({ route: [{ destination: { host: 'b', subset: 'v_1' } }] }),
      'subset name is invalid: v_1',
    ],
    [
      http({ route: [{ destination: { host: 'b', port: {} } }] }),
      'port number 0',
    ],
    [
      http({ route: [{ destination, weight: 0 }, { destination }] }),
      'total destination weight = 0',
    ],
    [http({ route: [{ destination, weight: -1 }] }), 'weight -1 < 0'],
    [http({ route: undefined, redirect: {} }), 'redirect must specify URI'],
    [
      http({ route: undefined, redirect: { uri: '/', redirectCode: 200 } }),
      '200 is not a valid redirect code',
    ],
    [
      http({ route: undefined, redirect: { scheme: 'ftp' } }),
      'invalid redirect scheme',
    ],
    [
      http({
        route: undefined,
        redirect: { prefixRewrite: '/' },
        match: [{ uri: { exact: '/' } }],
      }),
      'requires all URI matches to use prefix match type',
    ],
    [
      http({ route: undefined, directResponse: { status: 100 } }),
      'HTTP status 100 is not in range',
    ],
    [http({ rewrite: {} }), 'rewrite must specify at least one of'],
    [
      http({ rewrite: { uriRegexRewrite: { match: '[', rewrite: 'a' } } }),
      'missing closing ]',
    ],
    [
      http({
        rewrite: { authority: 'b' },
        headers: { request: { set: { ':authority': 'c' } } },
      }),
      'authority header cannot be set multiple times: have "b"',
    ],
    [request({ set: { ':path': 'a' } }), 'header cannot have ":" prefix'],
    [request({ remove: ['Host'] }), 'cannot set Host header'],
    [request({ add: { a: '%REQ(b)' } }), 'Un-terminated variable expression'],
    [request({ add: { a: '100%' } }), 'Un-escaped %'],
    [request({ add: { a: '\u0001' } }), 'header value configuration'],
    [
      http({ retries: { attempts: 0, retryOn: '5xx' } }),
      'attempts are set to 0',
    ],
    [http({ retries: { attempts: -1 } }), 'attempts cannot be negative'],
    [
      http({ retries: { attempts: 1, retryOn: '5xx, 503' } }),
      '" 503" is not a valid retryOn policy',
    ],
    [http({ fault: {} }), 'must have an abort and/or a delay'],
    [http({ fault: { abort: { httpStatus: 700 } } }), 'HTTP status 700'],
    [
      http({ fault: { abort: { grpcStatus: 'A' } } }),
      'gRPC status "A" is not supported',
    ],
    [
      http({
        fault: { delay: { fixedDelay: '1s', percentage: { value: 101 } } },
      }),
      'percentage 101 is neither 0.0',
    ],
    [
      http({ fault: { delay: { exponentialDelay: '1s' } } }),
      'exponentialDelay not supported yet',
    ],
    [
      http({ corsPolicy: { allowMethods: ['get'] } }),
      '"get" is not a supported HTTP method',
    ],
    [
      http({ corsPolicy: { allowOrigins: [{}] } }),
      'not a valid match type for CORS',
    ],
    [
      http({ corsPolicy: { maxAge: '1500ms' } }),
      'accurate only to seconds precision',
    ],
    [
      http({ mirrorPercentage: { value: 101 } }),
      'mirror_percentage must have a max value of 100',
    ],
    [http({ mirrors: [{}] }), 'destination is required for mirrors'],
    [http({ timeout: '0s' }), 'duration must be greater than 1ms'],
    [
      match({ headers: { 'a b': { exact: 'c' } } }),
      'header name a b is not a valid header name',
    ],
    [
      match({ headers: { a: { prefix: '' } } }),
      '"headers": prefix string match should not be empty',
    ],
    [
      match({ uri: { regex: '(?=a)' } }),
      'Istio uses RE2 style regex-based match',
    ],
    [match({ method: { regex: 'a'.repeat(1025) } }), 'regex is too large'],
    [match({ port: 65536 }), 'port number 65536'],
    [match({ sourceLabels: { a: 'b c' } }), 'invalid tag value: "b c"'],
    [match({ sourceNamespace: 'a_b' }), 'sourceNamespace match a_b is invalid'],
    [tls(), 'must have at least one SNI host'],
    [tls('b.com'), 'SNI host "b.com" is not a compatible subset'],
    [{ hosts: ['a.com'], tls: [{ route }] }, 'at least one match condition'],
    [{ hosts: ['a.com'], tcp: [{}] }, 'TCP route is required'],
    [
      {
        hosts: ['a.com'],
        tcp: [{ route, match: [{ destinationSubnets: ['a'] }] }],
      },
      'a is not a valid IP',
    ],
  ])('refuses %j', (spec, message) => {
    expect(judge('VirtualService', spec)).toEqual(refused(message));
  });

  it.each<[unknown, string]>([
    [http({ mirrorPercent: 50 }), 'using deprecated setting "mirrorPercent"'],
    [
      { ...http({}), gateways: ['gw.shop.svc.cluster.local', 'mesh'] },
      'prefer the <namespace>/<name> format: "shop/gw"',
    ],
    [{ ...tls('10.0.0.1'), hosts: ['10.0.0.1'] }, 'goes against SNI spec'],
    [
      http({
        route: undefined,
        directResponse: { status: 200, body: { string: 'a'.repeat(102401) } },
      }),
      'may impact control plane performance',
    ],
    [
      rules({}, {}),
      'rule #1 not used (only the last rule can have no matches)',
    ],
    [
      rules({ name: 'all' }, { name: 'b', match: [{ port: 80 }] }),
      'rule "b" not used (route without matches defined before)',
    ],
    [
      rules(
        { match: [{ uri: { prefix: '/a' } }] },
        { match: [{ uri: { prefix: '/a/b' } }] },
      ),
      'rule #1 match #0 of prefix /a/b is not used (duplicate/overlapping match in rule #0 of prefix /a on #0)',
    ],
  ])('warns of %j', (spec, message) => {
    expect(judge('VirtualService', spec)).toEqual(warned(message));
  });

  it('says which match and which rule are used before', () => {
    const twice = { match: [{ port: 80 }] };
    expect(judge('VirtualService', rules(twice, twice)).warnings).toEqual([
      'virtualService rule #1 match #0 is not used (duplicate/overlapping match in rule #0)',
      'virtualService rule #1 not used (all matches used by prior rules)',
    ]);
  });

  it('tells matches apart that differ in more than the path', () => {
    const broad = { uri: { prefix: '/a' }, method: { exact: 'POST' } };
    const narrow = { uri: { prefix: '/a/b' } };
    const spec = rules({ match: [broad] }, { match: [narrow] });
    expect(judge('VirtualService', spec)).toEqual(fine);
  });
});
