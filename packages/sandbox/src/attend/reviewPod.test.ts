import { applyPatch } from 'fast-json-patch';
import type { KubeObject } from '../kubernetes/types';
import { reviewPod } from './reviewPod';

const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: '',
    generateName: 'web-7d5-',
    labels: { 'pod-template-hash': '7d5' },
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-7d5', uid: '1' },
    ],
  },
  spec: { containers: [{ name: 'web', image: 'web' }] },
};

function review(object: KubeObject): { uid: string; pod: KubeObject } {
  const { response } = reviewPod(
    {
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      request: { uid: 'u', namespace: 'shop-web', object },
    },
    'asm-1-29',
  ) as { response: { uid: string; allowed: boolean; patch?: string } };
  const text = Buffer.from(response.patch ?? 'W10=', 'base64').toString();
  const copy = structuredClone(object);
  return {
    uid: response.uid,
    pod: applyPatch(copy, JSON.parse(text)).newDocument,
  };
}

it('adds the proxy to a pod, named after its Deployment', () => {
  const { uid, pod: patched } = review(pod);

  expect(uid).toBe('u');
  expect(patched).toMatchObject({
    metadata: {
      labels: {
        'istio.io/rev': 'asm-1-29',
        'service.istio.io/canonical-name': 'web',
      },
    },
    spec: {
      containers: [{ name: 'web' }],
      initContainers: [{ name: 'istio-proxy', restartPolicy: 'Always' }],
    },
  });
});

it.each([
  ['that refuses it', { labels: { 'sidecar.istio.io/inject': 'false' } }, {}],
  ['of the network of its node', {}, { hostNetwork: true }],
  ['that has a proxy', {}, { containers: [{ name: 'istio-proxy' }] }],
])('leaves a pod as it is %s', (_what, metadata, spec) => {
  const object = {
    ...pod,
    metadata: { ...pod.metadata, ...metadata },
    spec: { ...(pod.spec as object), ...spec },
  };

  expect(review(object).pod).toEqual(object);
});
