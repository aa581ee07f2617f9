import type { JsonObject } from '@backstage/types';
import { jwksUnrestricted } from './jwksUnrestricted';
import { negativeCondition } from './negativeCondition';
import { noMatchingWorkloads } from './noMatchingWorkloads';
import { referencedResourceNotFound } from './referencedResourceNotFound';
import { errorOfWebhook, warningOfWebhook } from './webhookAlone';
import { find, object, pod } from './__testUtils__/objects';

const policy = (name: string, spec: JsonObject = {}) =>
  object(`AuthorizationPolicy ${name}`, spec);
const app = (value: string) => ({ selector: { matchLabels: { app: value } } });
const a = pod('shop/a', { app: 'a' });
const ambient = pod('shop/b', { app: 'b' }, { containers: [{ name: 'app' }] });
ambient.metadata.annotations = { 'ambient.istio.io/redirection': 'enabled' };
const outside = pod('web/c', { app: 'c' }, { containers: [{ name: 'app' }] });
const pods = [a, ambient, outside];

describe('noMatchingWorkloads', () => {
  it.each([
    ['shop/p', app('a'), true],
    ['shop/p', app('b'), true],
    ['shop/p', app('c'), false],
    ['shop/p', {}, true],
    ['shop/p', { selector: {} }, true],
    ['web/p', {}, false],
    ['web/p', app('c'), false],
    ['istio-system/p', {}, true],
    ['istio-system/p', app('a'), true],
    ['istio-system/p', app('c'), false],
  ])('of %s with %j', (name, spec, isUsed) => {
    expect(find(noMatchingWorkloads, [...pods, policy(name, spec)])).toEqual(
      isUsed ? [] : [`AuthorizationPolicy ${name} spec/selector`],
    );
  });
});

describe('namespaces of callers', () => {
  it.each([
    ['web', true],
    ['WEB', true],
    ['wob', false],
    ['*', true],
    ['w*', true],
    ['*b', true],
    ['x*', false],
    ['*x', false],
    ['kube-system', true],
  ])('are looked up: %s', (namespace, isThere) => {
    const source = (field: string) =>
      policy('shop/p', {
        rules: [{ from: [{ source: { [field]: [namespace] } }] }],
      });
    const judge = (field: string) =>
      find(referencedResourceNotFound, [
        object('Namespace web'),
        source(field),
      ]);
    const place = 'AuthorizationPolicy shop/p spec/rules[0]/from[0]/source';
    expect(judge('namespaces')).toEqual(
      isThere ? [] : [`${place}/namespaces[0]`],
    );
    expect(judge('notNamespaces')).toEqual(
      isThere ? [] : [`${place}/notNamespaces[0]`],
    );
  });
});

describe('negativeCondition', () => {
  const condition = (type: string, status: string, reason = 'R') => ({
    type,
    status,
    reason,
    message: 'm',
  });
  const judge = (title: string, status: object, apiVersion?: string) =>
    find(negativeCondition, [
      object(title, {}, { apiVersion, fields: { status } }),
    ]);
  const api = 'gateway.networking.k8s.io/v1';

  it.each([
    ['Service shop/a', undefined, 'istio.io/WaypointBound', true],
    ['Service shop/a', undefined, 'Ready', false],
    ['ServiceEntry shop/a', undefined, 'istio.io/WaypointBound', true],
    ['AuthorizationPolicy shop/a', undefined, 'ZtunnelAccepted', true],
    ['AuthorizationPolicy shop/a', undefined, 'WaypointAccepted', true],
    ['Gateway shop/a', api, 'Programmed', true],
    ['Gateway shop/a', undefined, 'Programmed', false],
    ['Pod shop/a', undefined, 'Accepted', false],
  ])('of %s (%s) reads %s', (...[title, version, type, isRead]) => {
    const at = (status: string) =>
      judge(title, { conditions: [condition(type, status)] }, version);
    expect(at('False')).toEqual(
      isRead ? [`${title} status/conditions[0]`] : [],
    );
    expect(at('True')).toEqual([]);
    expect(at('Unknown')).toEqual([]);
  });

  it('reads what each parent says of a route', () => {
    const parents = [
      { conditions: [condition('Accepted', 'True')] },
      {
        conditions: [
          condition('Accepted', 'True'),
          condition('ResolvedRefs', 'False'),
        ],
      },
    ];
    expect(judge('HTTPRoute shop/a', { parents })).toEqual([
      'HTTPRoute shop/a status/parents[1]/conditions[1]',
    ]);
  });

  it('reads that a waypoint took a part only', () => {
    const partly = [condition('WaypointAccepted', 'True', 'PartiallyInvalid')];
    expect(
      judge('AuthorizationPolicy shop/a', { conditions: partly }),
    ).toHaveLength(1);
  });
});

describe('jwksUnrestricted', () => {
  const istiod = (env: JsonObject[], labels = { app: 'istiod' }) =>
    object(
      'Deployment istio-system/istiod',
      { template: { spec: { containers: [{ name: 'discovery', env }] } } },
      { labels },
    );
  const restricted = (value: string) => [
    { name: 'BLOCKED_CIDRS_IN_JWKS_URIS', value },
  ];
  const authentication = object('RequestAuthentication shop/r');

  it.each([
    ['nothing', istiod([]), true],
    ['blocks', istiod(restricted('10.0.0.0/8')), false],
    ['no blocks', istiod(restricted('')), true],
    ['another name', istiod([], { app: 'other' }), false],
  ])('of a control plane with %s', (_, deployment, isWrong) => {
    expect(find(jwksUnrestricted, [authentication, deployment])).toHaveLength(
      isWrong ? 1 : 0,
    );
    expect(find(jwksUnrestricted, [deployment])).toEqual([]);
  });
});

describe('what the webhook says', () => {
  it('is an error, or a warning', () => {
    const deny = policy('shop/p', { action: 'DENY' });
    expect(find(errorOfWebhook, [deny])).toEqual([
      'AuthorizationPolicy shop/p',
    ]);
    expect(find(warningOfWebhook, [deny])).toEqual([]);
    expect(find(errorOfWebhook, [policy('shop/p')])).toEqual([]);
  });

  it('is asked for whatever the API server says', () => {
    const both = policy('shop/p', { action: 'DENY', other: [] });
    expect(find(errorOfWebhook, [both])).toEqual([
      'AuthorizationPolicy shop/p',
    ]);
  });

  it('is not repeated about routes that no call gets to', () => {
    const rule = { route: [{ destination: { host: 'a' } }] };
    const service = object('VirtualService shop/v', {
      hosts: ['a'],
      http: [rule, rule],
    });
    expect(find(warningOfWebhook, [service])).toEqual([]);
    expect(find(errorOfWebhook, [service])).toEqual([]);
  });
});

describe('Deployments without pods', () => {
  const template = { metadata: { labels: { app: 'a' } }, spec: {} };
  const deployment = object('Deployment shop/a', { template });

  it('stand for their pods, as in a repository', () => {
    const good = policy('shop/p', app('a'));
    const bad = policy('shop/q', app('b'));
    expect(find(noMatchingWorkloads, [deployment, good, bad])).toEqual([
      'AuthorizationPolicy shop/q spec/selector',
    ]);
    const gateway = object('Gateway shop/g', { selector: { app: 'a' } });
    expect(find(referencedResourceNotFound, [deployment, gateway])).toEqual([
      'Gateway shop/g spec/servers',
    ]);
  });

  it('do where only other namespaces have pods', () => {
    const good = policy('shop/p', app('a'));
    expect(find(noMatchingWorkloads, [deployment, outside, good])).toEqual([]);
  });

  it('do not where there are pods', () => {
    const good = policy('shop/p', app('a'));
    expect(find(noMatchingWorkloads, [deployment, ambient, good])).toEqual([
      'AuthorizationPolicy shop/p spec/selector',
    ]);
  });
});
