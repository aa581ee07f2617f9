import { setTimeout as sleep } from 'node:timers/promises';
import { describeOnControlPlane } from '@meshwright/control-plane';
import { KubeClient } from '../client';
import type { Controllers } from '../controllers';
import { kinds } from '../controllers/kinds';
import type { KubeObject } from '../kubernetes/types';
import { attendCluster } from './attendCluster';

const INGRESS =
  '/api/v1/namespaces/aks-istio-ingress/services/aks-istio-ingressgateway-internal';

function deployment(name: string, namespace: string) {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name, image: name }] },
      },
    },
  };
}

describeOnControlPlane(
  'a real control plane',
  server =>
    describe('with what surrounds one', () => {
      let client: KubeClient;
      let attending: Controllers | undefined;

      beforeAll(async () => {
        const url = server().proxyUrl;
        client = new KubeClient(url, 'test');
        // What people keep is attended again, at the next start.
        await (await attendCluster({ url })).stop();
        attending = await attendCluster({ url });
        for (const [name, labels] of [
          ['inside', { 'istio.io/rev': 'asm-1-29' }],
          ['outside', {}],
        ] as const) {
          await client.request('POST', '/api/v1/namespaces', {
            value: { metadata: { name, labels } },
          });
          await client.request(
            'POST',
            `/apis/apps/v1/namespaces/${name}/deployments`,
            { value: deployment('web', name) },
          );
        }
      }, 120_000);
      afterAll(() => attending?.stop());

      /** Asks until it is so. */
      async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
        for (;;) {
          const answer = await ask();
          if (answer) {
            return answer;
          }
          await sleep(100);
        }
      }
      const boundPod = (namespace: string): Promise<KubeObject> =>
        until(async () => {
          const { items } = await client.list(kinds.pods);
          return items.find(
            ({ metadata, spec }) =>
              metadata.namespace === namespace &&
              (spec as { nodeName?: string }).nodeName,
          );
        });

      it('adds the proxy to pods of a namespace of the mesh, and gives them a node', async () => {
        expect(await boundPod('inside')).toMatchObject({
          metadata: { labels: { 'service.istio.io/canonical-name': 'web' } },
          spec: {
            nodeName: expect.stringMatching(/^aks-system-/),
            containers: [{ name: 'web' }],
            initContainers: [{ name: 'istio-proxy' }],
          },
        });
      }, 120_000);

      it('leaves pods of other namespaces without a proxy', async () => {
        expect((await boundPod('outside')).spec).not.toHaveProperty(
          'initContainers',
        );
      }, 120_000);

      it('gives the gateway an address', async () => {
        const status = await until(async () => {
          const { status: found } = await client.request('GET', INGRESS);
          const { loadBalancer } = found as { loadBalancer: object };
          return 'ingress' in loadBalancer ? found : undefined;
        });
        expect(status).toEqual({
          loadBalancer: {
            ingress: [expect.objectContaining({ ip: expect.any(String) })],
          },
        });
      }, 120_000);
    }),
  {
    controllers: [
      'serviceaccount-controller',
      'deployment-controller',
      'replicaset-controller',
    ],
  },
);
