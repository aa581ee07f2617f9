import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '../../../objects';
import { SERVER } from './probes';
import { markOf, namespaceOf, type SceneOptions } from './SceneOptions';

const PORT = 8080;

/** As the passes write them for a namespace with one granted call. */
export function buildPolicies(scene: SceneOptions): MeshObject[] {
  const namespace = namespaceOf(scene);
  const principal = `${scene.mesh.trustDomain}/ns/${namespace}/sa/allowed`;
  return [
    policy(scene, 'PeerAuthentication', {
      name: 'default',
      spec: { mtls: { mode: 'STRICT' } },
    }),
    policy(scene, 'AuthorizationPolicy', { name: 'default-deny', spec: {} }),
    policy(scene, 'AuthorizationPolicy', {
      name: 'allowed-call',
      spec: {
        action: 'ALLOW',
        selector: { matchLabels: { app: SERVER } },
        rules: [
          {
            from: [{ source: { principals: [principal] } }],
            to: [{ operation: { methods: ['GET'], ports: [String(PORT)] } }],
          },
        ],
      },
    }),
    network(scene, 'default-deny', {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    }),
    network(scene, 'allowed-in', {
      podSelector: { matchLabels: { app: SERVER } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [peer(namespace, { 'meshwright.io/probe': 'caller' })],
          ports: [tcp(PORT)],
        },
      ],
    }),
    // What refuses an outsider must be the door of the server.
    network(scene, 'allowed-out', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        ...platformEgress(scene),
        { to: [peer(namespace, { app: SERVER })], ports: [tcp(PORT)] },
        ...gatewayEgress(scene),
      ],
    }),
  ];
}

function platformEgress({ mesh }: SceneOptions): JsonObject[] {
  const dns = [
    peer('kube-system', mesh.dnsSelector),
    ...(mesh.nodeLocalDns ? [block(mesh.nodeLocalDns)] : []),
  ];
  return [
    {
      to: dns,
      ports: ['TCP', 'UDP'].map(protocol => ({ protocol, port: 53 })),
    },
    { to: [peer(mesh.rootNamespace, { app: 'istiod' })], ports: [tcp(15012)] },
  ];
}

/** Some networks judge by the address, others by the pods behind it. */
function gatewayEgress({ scene, mesh }: SceneOptions): JsonObject[] {
  const { gateway } = mesh;
  return scene === 'gateway' && gateway
    ? [
        {
          to: [
            peer(gateway.namespace, gateway.selector),
            block(gateway.address),
          ],
          ports: [tcp(15021)],
        },
      ]
    : [];
}

type Draft = { name: string; spec: JsonObject };

function policy(
  scene: SceneOptions,
  kind: string,
  { name, spec }: Draft,
): MeshObject {
  return {
    apiVersion: 'security.istio.io/v1',
    kind,
    metadata: { name, namespace: namespaceOf(scene), labels: markOf(scene) },
    spec,
  };
}

function network(
  scene: SceneOptions,
  name: string,
  spec: JsonObject,
): MeshObject {
  return {
    ...policy(scene, 'NetworkPolicy', { name, spec }),
    apiVersion: 'networking.k8s.io/v1',
  };
}

function peer(namespace: string, labels: Record<string, string>): JsonObject {
  return {
    namespaceSelector: {
      matchLabels: { 'kubernetes.io/metadata.name': namespace },
    },
    podSelector: { matchLabels: labels },
  };
}

function block(address: string): JsonObject {
  const bits = address.includes(':') ? 128 : 32;
  const cidr = address.includes('/') ? address : `${address}/${bits}`;
  return { ipBlock: { cidr } };
}

function tcp(port: number): JsonObject {
  return { protocol: 'TCP', port };
}
