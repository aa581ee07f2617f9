import type { KeyedCertificate } from './certificates';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** A kubeconfig (JSON, which is YAML too) with one cluster and one user. */
export function kubeconfigFor(options: {
  url: string;
  ca: string;
  client: KeyedCertificate;
}): string {
  const { url, ca, client } = options;
  const name = 'control-plane';
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name,
        cluster: { server: url, 'certificate-authority-data': base64(ca) },
      },
    ],
    users: [
      {
        name,
        user: {
          'client-certificate-data': base64(client.cert),
          'client-key-data': base64(client.key),
        },
      },
    ],
    contexts: [
      { name, context: { cluster: name, user: name, namespace: 'default' } },
    ],
  });
}
