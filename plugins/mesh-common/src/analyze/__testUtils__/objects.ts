import type { JsonObject } from '@backstage/types';
import type { WorldOptions } from '../../evaluate/types';
import type { MeshObject } from '../../objects/types';

export const options: WorldOptions = {
  rootNamespace: 'istio-system',
  trustDomain: 'cluster.local',
};

const apiVersions: Record<string, string> = {
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  DestinationRule: 'networking.istio.io/v1',
};

/** An object from `Kind namespace/name` and its spec. */
export function object(
  id: string,
  spec: JsonObject = {},
  annotations?: Record<string, string>,
): MeshObject {
  const [kind = '', path = ''] = id.split(' ');
  const [namespace, name = ''] = path.split('/');
  return {
    apiVersion: apiVersions[kind] ?? 'v1',
    kind,
    metadata: { namespace, name, ...(annotations && { annotations }) },
    spec,
  };
}

/** A running pod `app` with its own identity, and a Service for it. */
export function workload(
  id: string,
  extra: {
    labels?: Record<string, string>;
    account?: string;
    proxy?: boolean;
    port?: number;
    protocol?: string;
  } = {},
): MeshObject[] {
  const [namespace = '', app = ''] = id.split('/');
  const { account = app, proxy = true, port = 8080, protocol = 'http' } = extra;
  const labels = { app, ...extra.labels };
  const pod = object(`Pod ${namespace}/${app}-1`, {
    serviceAccountName: account,
    containers: [
      { name: 'app', ports: [{ name: 'main', containerPort: port }] },
      ...(proxy ? [{ name: 'istio-proxy' }] : []),
    ],
  });
  return [
    {
      ...pod,
      metadata: {
        ...pod.metadata,
        labels: { ...labels, 'pod-template-hash': 'abc' },
      },
    },
    object(`Service ${namespace}/${app}`, {
      selector: labels,
      ports: [
        { name: 'main', port: 80, targetPort: 'main', appProtocol: protocol },
      ],
    }),
  ];
}

/** Lets callers `namespace/account` reach a workload. */
export function allow(
  id: string,
  callers: string[],
  operation: JsonObject = {},
): MeshObject {
  const [, app = ''] = id.split('/');
  return object(`AuthorizationPolicy ${id}`, {
    selector: { matchLabels: { app } },
    action: 'ALLOW',
    ...(callers.length > 0 && {
      rules: [
        {
          from: [
            {
              source: {
                principals: callers.map(caller => {
                  const [namespace, account] = caller.split('/');
                  return `cluster.local/ns/${namespace}/sa/${account}`;
                }),
              },
            },
          ],
          to: [{ operation: { ports: ['8080'], ...operation } }],
        },
      ],
    }),
  });
}

/** Lets pods `namespace/app` in at a workload, and it out to others. */
export function network(
  id: string,
  { from = [], to = [] }: { from?: string[]; to?: string[] },
): MeshObject {
  const [, app = ''] = id.split('/');
  const peer = (other: string) => {
    const [namespace = '', name = ''] = other.split('/');
    return {
      namespaceSelector: {
        matchLabels: { 'kubernetes.io/metadata.name': namespace },
      },
      podSelector: { matchLabels: { app: name } },
    };
  };
  const ports = [{ protocol: 'TCP', port: 8080 }];
  return object(`NetworkPolicy ${id}`, {
    podSelector: { matchLabels: { app } },
    policyTypes: ['Ingress', 'Egress'],
    ingress: from.length > 0 ? [{ from: from.map(peer), ports }] : [],
    egress: to.length > 0 ? [{ to: to.map(peer), ports }] : [],
  });
}
