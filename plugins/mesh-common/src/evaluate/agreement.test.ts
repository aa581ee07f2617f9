import type { JsonObject } from '@backstage/types';
import fc from 'fast-check';
import { object, options } from './__testUtils__/world';
import { compilePolicy } from './compilePolicy';
import { deriveSeen, identitiesOf } from './deriveSeen';
import { evaluate } from './evaluate';
import { evaluateAuthorization } from './evaluateAuthorization';
import { indexWorld } from './indexWorld';
import { isTargeted } from './policyTarget';
import { expandPrincipals } from './trustDomains';
import type { CallParty, CallRequest } from './types';

// Verdicts are looked up. Here they are compared with those that come from
// going through every policy and every rule, and with the explained ones.

const namespaces = ['shop', 'data', 'istio-system'];
const apps = ['web', 'api', 'db'];
const paths = ['/items', '/items/1', '/admin', '/items/1/parts'];

const labels = fc.record(
  { app: fc.constantFrom(...apps), tier: fc.constantFrom('front', 'back') },
  { requiredKeys: [] },
);
const few = <T>(...values: T[]) => fc.subarray(values, { minLength: 1 });
const defined = <T extends object>(item: T) =>
  JSON.parse(JSON.stringify(item)) as JsonObject;

const source = fc.record(
  {
    principals: few(
      'cluster.local/ns/shop/sa/web',
      'cluster.local/ns/data/sa/api',
      'cluster.local/ns/shop/*',
      '*',
    ),
    namespaces: few('shop', 'da*'),
    notPrincipals: few('cluster.local/ns/data/sa/db', '*'),
    ipBlocks: few('10.0.0.0/8', '10.1.0.7'),
  },
  { requiredKeys: [] },
);
const operation = fc.record(
  {
    ports: few('8080', '5432'),
    methods: few('GET', 'POST'),
    paths: few('/items', '/items/{*}', '/items/{**}', '*min'),
    notPaths: few('/admin'),
  },
  { requiredKeys: [] },
);
const when = fc.constantFrom<JsonObject>(
  { key: 'source.namespace', values: ['shop'] },
  { key: 'request.headers[x-role]', values: ['admin'] },
  { key: 'nonsense', values: ['1'] },
);
const list = <T>(items: fc.Arbitrary<T>) =>
  fc.array(items, { minLength: 1, maxLength: 3 });
const rule = fc.record(
  {
    from: list(source.map(item => ({ source: item }))),
    to: list(operation.map(item => ({ operation: item }))),
    when: list(when),
  },
  { requiredKeys: [] },
);
const authorization = fc
  .record({
    namespace: fc.constantFrom(...namespaces),
    name: fc.constantFrom('a', 'b', 'c'),
    matchLabels: labels,
    action: fc.constantFrom('ALLOW', 'ALLOW', 'ALLOW', 'DENY', 'AUDIT'),
    rules: fc.array(rule, { maxLength: 12 }),
  })
  .map(({ namespace, name, matchLabels, action, rules }) =>
    object(
      `AuthorizationPolicy ${namespace}/${name}`,
      defined({ selector: { matchLabels }, action, rules }),
    ),
  );

const peer = fc.oneof(
  fc.record(
    {
      namespaceSelector: fc.constantFrom(...namespaces).map(name => ({
        matchLabels: { 'kubernetes.io/metadata.name': name },
      })),
      podSelector: labels.map(matchLabels => ({ matchLabels })),
    },
    { requiredKeys: [] },
  ),
  fc.constantFrom(
    { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
    { podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } },
  ),
);
const port = fc.constantFrom<JsonObject>(
  { port: 8080 },
  { port: 5000, endPort: 6000 },
  { port: 'http' },
  { protocol: 'UDP', port: 8080 },
  { protocol: 'TCP' },
);
const networkRules = (side: 'from' | 'to') =>
  fc.array(
    fc.record(
      { [side]: fc.array(peer, { maxLength: 3 }), ports: list(port) },
      { requiredKeys: [] },
    ),
    { maxLength: 3 },
  );
const network = fc
  .record({
    namespace: fc.constantFrom(...namespaces),
    name: fc.constantFrom('a', 'b', 'c'),
    podSelector: labels.map(matchLabels => ({ matchLabels })),
    policyTypes: fc.subarray(['Ingress', 'Egress']),
    ingress: networkRules('from'),
    egress: networkRules('to'),
  })
  .map(({ namespace, name, ...spec }) =>
    object(`NetworkPolicy ${namespace}/${name}`, defined(spec)),
  );
const peerAuthentication = fc
  .record({
    namespace: fc.constantFrom(...namespaces),
    name: fc.constantFrom('a', 'b'),
    matchLabels: labels,
    mode: fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE'),
  })
  .map(({ namespace, name, matchLabels, mode }) =>
    object(
      `PeerAuthentication ${namespace}/${name}`,
      defined({ selector: { matchLabels }, mtls: { mode } }),
    ),
  );

const party: fc.Arbitrary<CallParty> = fc.record(
  {
    namespace: fc.constantFrom(...namespaces),
    labels: labels.map(item => ({ ...item, 'pod-template-hash': 'x1' })),
    serviceAccount: fc.constantFrom(...apps),
    inMesh: fc.boolean(),
    ip: fc.constantFrom('10.0.0.1', '10.1.0.7', '192.0.2.1'),
    principal: fc.constantFrom('other.domain/ns/shop/sa/web'),
    namedPorts: fc.constant([{ name: 'http', port: 8080 }]),
  },
  { requiredKeys: ['namespace', 'labels', 'inMesh'] },
);
const request: fc.Arbitrary<CallRequest> = fc
  .record({
    source: party,
    destination: party,
    port: fc.constantFrom(8080, 5432, 9000, 65536 + 8080, -57456, 0.5),
    protocol: fc.constantFrom('http', 'tcp', 'unknown'),
    http: fc.option(
      fc.record(
        {
          method: fc.constantFrom('GET', 'POST'),
          path: fc.constantFrom(...paths),
          headers: fc.constant({ 'x-role': 'admin' }),
        },
        { requiredKeys: [] },
      ),
      { nil: undefined },
    ),
  })
  .map(({ destination, port: number, protocol, ...rest }) => ({
    ...rest,
    destination: {
      ...destination,
      port: number,
      protocol: protocol as 'http' | 'tcp' | 'unknown',
    },
  }));

const objects = fc
  .tuple(
    fc.array(authorization, { maxLength: 6 }),
    fc.array(network, { maxLength: 6 }),
    fc.array(peerAuthentication, { maxLength: 3 }),
  )
  .map(lists => lists.flat());

describe('verdicts that are looked up', () => {
  it('are those that are explained', () => {
    const decisions = new Set<string>();
    fc.assert(
      fc.property(
        objects,
        fc.array(request, { minLength: 5 }),
        (all, calls) => {
          const world = indexWorld(all, options);
          const other = indexWorld(all, options);
          for (const call of calls) {
            const verdict = evaluate(world, call);
            const explained = evaluate(other, call, { explain: true });
            expect({ ...explained, because: [] }).toEqual(verdict);
            expect(explained.because).not.toEqual([]);
            decisions.add(`${verdict.decision} ${verdict.layer}`);
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(decisions.size).toBeGreaterThan(5);
  });

  it('are those of all rules, one after the other', () => {
    fc.assert(
      fc.property(
        objects,
        fc.array(request, { minLength: 5 }),
        (all, calls) => {
          const policies = all
            .filter(({ kind }) => kind === 'AuthorizationPolicy')
            .map(item =>
              compilePolicy(item, {
                expandPrincipals: values =>
                  expandPrincipals(values, [options.trustDomain]),
                knowsTrustDomains: false,
              }),
            );
          const world = indexWorld(all, { ...options, policyEngine: false });
          for (const call of calls) {
            const verdict = evaluate(world, call);
            const asked =
              verdict.mtls === 'mutual-tls' || verdict.mtls === 'plaintext';
            if (!asked || !call.destination.inMesh) continue;
            const mtls = verdict.mtls === 'mutual-tls';
            const expected = evaluateAuthorization(
              policies.filter(
                ({ namespace, target }) =>
                  [options.rootNamespace, call.destination.namespace].includes(
                    namespace,
                  ) && isTargeted(target, call.destination, options),
              ),
              deriveSeen(options, call, {
                mtls,
                identities: mtls ? identitiesOf(options, call.source) : [],
              }),
            );
            expect(verdict.decision).toBe(expected.decision);
            expect(verdict.decidedBy?.rule).toBe(expected.match?.rule.index);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('follow labels that change', () => {
    const world = indexWorld(
      [
        object('NetworkPolicy shop/a', {
          podSelector: { matchLabels: { app: 'api' } },
        }),
      ],
      options,
    );
    const pod = { namespace: 'shop', labels: { app: 'api' }, inMesh: true };
    const call: CallRequest = {
      source: { namespace: 'shop', labels: {}, inMesh: true },
      destination: { ...pod, port: 8080, protocol: 'tcp' },
    };
    expect(evaluate(world, call).decision).toBe('deny');
    pod.labels.app = 'web';
    expect(evaluate(world, call).decision).toBe('allow');
  });
});
