import type { MeshObject } from '../../objects';
import { lintObjects } from '../lintObjects';
import type { LintOptions } from '../types';
import { schemaRules } from './index';

const policy = (spec: MeshObject['spec']): MeshObject => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name: 'orders', namespace: 'shop' },
  spec,
});

const lint = (object: MeshObject, options: Partial<LintOptions> = {}) =>
  lintObjects(
    [object],
    { rootNamespace: 'istio-system', ...options },
    schemaRules,
  ).map(({ rule, path, message }) => ({ rule, path, message }));

describe('what the API server and the webhook say', () => {
  it('is nothing to a good object, and to kinds of others', () => {
    expect(lint(policy({}))).toEqual([]);
    expect(lint({ ...policy({ a: 1 }), apiVersion: 'example.com/v1' })).toEqual(
      [],
    );
  });

  it('stops at a hundred fields that nobody knows', () => {
    const fields = Array.from({ length: 5_000 }, (_, index) => [
      `field${index}`,
      {},
    ]);

    expect(lint(policy(Object.fromEntries(fields)))).toHaveLength(100);
  });

  it.each<[string, MeshObject['spec'], string, string]>([
    [
      'MW2301',
      { action: 'allow' },
      'spec/action',
      'The API server refuses AuthorizationPolicy shop/orders: spec.action: Unsupported value: "allow"',
    ],
    [
      'MW2302',
      { rules: [{ form: [] }] },
      'spec/rules[0]/form',
      'AuthorizationPolicy shop/orders has an unknown field "spec.rules[0].form"',
    ],
    [
      'MW2303',
      { selector: { matchLabels: { 'a.b/c': '*' } } },
      'spec/selector/matchLabels[a.b/c]',
      'wildcard not allowed in label value match',
    ],
    [
      'MW2304',
      { action: 'DENY' },
      '',
      'The webhook of Istio refuses AuthorizationPolicy shop/orders: DENY action without `rules`',
    ],
    [
      'MW2305',
      { selector: {} },
      '',
      'The webhook of Istio warns of AuthorizationPolicy shop/orders: workload selector specified without labels',
    ],
  ])('is said once, by %s', (...row) => {
    const [rule, spec, path, message] = row;
    expect(lint(policy(spec))).toEqual([
      { rule, path, message: expect.stringContaining(message) },
    ]);
  });

  it('is not what the webhook says when the API server refuses', () => {
    const found = lint(policy({ action: 'DENY', rulez: [] }));
    expect(found.map(({ rule }) => rule)).toEqual(['MW2302']);
  });

  it.each([
    ['1.29', 1],
    ['1.30', 0],
  ])('is what that of Istio %s says', (istio, count) => {
    const source = { trustDomains: ['cluster.local'] };
    const spec = { rules: [{ from: [{ source }] }] };
    expect(lint(policy(spec), { istio })).toHaveLength(count);
  });

  it('is left to other rules where they say it better', () => {
    const route = [{ destination: { host: 'b.com' } }];
    const spec = { hosts: ['a.com'], http: [{ route }, { route }] };
    const object = {
      ...policy(spec),
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
    };
    expect(lint(object)).toEqual([]);
  });
});
