import type { MeshObject, ObjectStatus } from '@meshwright/plugin-mesh-common';

function policy(principals: string[]): MeshObject {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: {
      name: 'meshwright-api',
      namespace: 'api',
      labels: { 'app.kubernetes.io/managed-by': 'meshwright' },
    },
    spec: {
      action: 'ALLOW',
      selector: { matchLabels: { app: 'api' } },
      rules: [
        {
          from: [{ source: { principals } }],
          to: [{ operation: { ports: ['8080'], methods: ['GET'] } }],
        },
      ],
    },
  };
}

const web = 'cluster.local/ns/web/sa/web';

/** A policy that is as desired, and one that somebody changed by hand. */
export const sampleObjects: ObjectStatus[] = [
  {
    key: 'security.istio.io/AuthorizationPolicy/api/meshwright-api',
    kind: 'AuthorizationPolicy',
    namespace: 'api',
    name: 'meshwright-api',
    state: 'drifted',
    message: 'Changed by kubectl-edit; the next pass repairs it.',
    desired: policy([web]),
    live: policy([web, 'cluster.local/ns/other/sa/intruder']),
  },
  {
    key: 'security.istio.io/PeerAuthentication/api/default',
    kind: 'PeerAuthentication',
    namespace: 'api',
    name: 'default',
    state: 'applied',
    live: {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'default', namespace: 'api' },
      spec: { mtls: { mode: 'STRICT' } },
    },
  },
];
