import {
  createAuthority,
  createServerCertificate,
} from '@meshwright/control-plane';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeClient } from '../client';
import { REVISION_LABEL } from '../controllers/inject';
import { type AdmissionReview, reviewPod } from './reviewPod';

const LARGEST = 8 * 1024 * 1024;
const PATH =
  '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > LARGEST) {
      throw new Error('The review is larger than any pod');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function describeWebhook(options: {
  revision: string;
  url: string;
  ca: string;
}) {
  const { revision, url, ca } = options;
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: `istio-sidecar-injector-${revision}-aks-istio-system` },
    webhooks: [
      {
        name: 'rev.namespace.sidecar-injector.istio.io',
        clientConfig: { url, caBundle: Buffer.from(ca).toString('base64') },
        namespaceSelector: {
          matchExpressions: [
            { key: REVISION_LABEL, operator: 'In', values: [revision] },
          ],
        },
        rules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['CREATE'],
            resources: ['pods'],
            scope: 'Namespaced',
          },
        ],
        failurePolicy: 'Fail',
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
      },
    ],
  };
}

/**
 * Adds proxies to pods as Istio's injector does: a webhook of the API server,
 * for namespaces that are labelled with the revision.
 */
export async function startInjector(options: {
  url: string;
  revision: string;
}): Promise<{ stop(): Promise<void> }> {
  const { url, revision } = options;
  const ca = await createAuthority();
  const { cert, key } = await createServerCertificate(ca);
  const server = createServer({ cert, key }, async (incoming, answer) => {
    try {
      const review: AdmissionReview = JSON.parse(await readBody(incoming));
      answer.writeHead(200, { 'content-type': 'application/json' });
      answer.end(JSON.stringify(reviewPod(review, revision)));
    } catch (error) {
      answer.writeHead(400).end(error instanceof Error ? error.message : '');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const webhook = describeWebhook({
    revision,
    url: `https://127.0.0.1:${port}/inject`,
    ca: ca.cert,
  });
  const client = new KubeClient(url, 'injector');
  await client.apply(`${PATH}/${webhook.metadata.name}`, 'injector', webhook);
  return {
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
