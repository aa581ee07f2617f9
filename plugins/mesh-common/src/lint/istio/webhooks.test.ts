import { find, object, pod } from './__testUtils__/objects';
import { imageAutoDeployment } from './imageAutoDeployment';
import { imageAutoPod } from './imageAutoPod';
import { invalidWebhook } from './invalidWebhook';

describe('webhooks', () => {
  const istiod = object('Service istio-system/istiod');
  const service = { name: 'istiod', namespace: 'istio-system' };
  const configuration = (name: string, ...webhooks: object[]) =>
    object(
      `MutatingWebhookConfiguration ${name}`,
      {},
      { fields: { webhooks } },
    );
  const hook = (
    name: string,
    selectors: object = {},
    config: object = { service },
  ) => ({
    name: `${name}.istio.io`,
    clientConfig: config,
    ...selectors,
  });
  const enabled = {
    namespaceSelector: { matchLabels: { 'istio-injection': 'enabled' } },
  };
  const revision = {
    namespaceSelector: {
      matchExpressions: [
        { key: 'istio.io/rev', operator: 'In', values: ['canary'] },
        { key: 'istio-injection', operator: 'DoesNotExist' },
      ],
    },
  };

  it('overlap when both are called for a pod', () => {
    const both = [
      configuration('a', hook('a', enabled)),
      configuration('b', hook('b', enabled)),
    ];
    expect(find(invalidWebhook, [istiod, ...both])).toEqual([
      'MutatingWebhookConfiguration a webhooks[0]',
      'MutatingWebhookConfiguration b webhooks[0]',
    ]);
  });

  it('do not overlap when their selectors exclude each other', () => {
    const objects = [
      istiod,
      configuration('a', hook('a', enabled), hook('b', revision)),
    ];
    expect(find(invalidWebhook, objects)).toEqual([]);
  });

  it('need the Service that they name, unless they have a URL', () => {
    const url = { url: 'https://istiod.example.com' };
    expect(
      find(invalidWebhook, [
        configuration('a', hook('a', enabled), hook('b', revision)),
        configuration(
          'c',
          hook('c', { namespaceSelector: { matchLabels: { x: 'y' } } }, url),
        ),
      ]),
    ).toEqual([
      'MutatingWebhookConfiguration a webhooks[0]/clientConfig/service',
    ]);
  });

  it('of others are left alone', () => {
    const other = configuration('x', {
      name: 'x.example.com',
      clientConfig: { service },
    });
    expect(
      find(invalidWebhook, [other, { ...other, metadata: { name: 'y' } }]),
    ).toEqual([]);
  });

  it('decide whether the image auto is replaced', () => {
    const auto = { containers: [{ name: 'istio-proxy', image: 'auto' }] };
    const deployment = (labels: object) =>
      object('Deployment edge/ingress', {
        template: { metadata: { labels: { ...labels } }, spec: auto },
      });
    const byPod = configuration(
      'a',
      hook('a', {
        objectSelector: { matchLabels: { 'sidecar.istio.io/inject': 'true' } },
      }),
    );
    const yes = deployment({ 'sidecar.istio.io/inject': 'true' });
    expect(find(imageAutoDeployment, [byPod, yes])).toEqual([]);
    expect(find(imageAutoDeployment, [byPod, deployment({})])).toEqual([
      'Deployment edge/ingress spec/template/spec/containers',
    ]);
    expect(find(imageAutoPod, [byPod, pod('edge/a', {}, auto)])).toEqual([
      'Pod edge/a spec/containers',
    ]);
  });
});
