import type { JsonObject } from '@backstage/types';
import type { DnsRecordSet, MeshObject } from '../objects/types';

// Objects for tests of the planner.

export const OWNER_LABELS = {
  'app.kubernetes.io/managed-by': 'meshwright',
  'meshwright.io/instance': 'test',
};

const apiVersions: Record<string, string> = {
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Gateway: 'networking.istio.io/v1',
  VirtualService: 'networking.istio.io/v1',
};

/** An object of ours in namespace shop. */
export function ours(
  kind: string,
  name: string,
  spec?: JsonObject,
): MeshObject {
  const isClusterScoped = kind === 'Namespace';
  return {
    apiVersion: apiVersions[kind] ?? 'v1',
    kind,
    metadata: {
      name,
      ...(isClusterScoped ? {} : { namespace: 'shop' }),
      labels: OWNER_LABELS,
    },
    ...(spec && { spec }),
  };
}

/** The same object as somebody else made it. */
export function theirs(
  object: MeshObject,
  labels: Record<string, string> = {},
): MeshObject {
  return { ...object, metadata: { ...object.metadata, labels } };
}

const principal = (from: string) => `cluster.local/ns/shop/sa/${from}`;

/** An AuthorizationPolicy that lets callers reach a workload on port 8080. */
export function allow(app: string, ...callers: string[]): MeshObject {
  return ours('AuthorizationPolicy', app, {
    selector: { matchLabels: { app } },
    action: 'ALLOW',
    ...(callers.length > 0 && {
      rules: callers.map(caller => ({
        from: [{ source: { principals: [principal(caller)] } }],
        to: [{ operation: { ports: ['8080'] } }],
      })),
    }),
  });
}

/** A NetworkPolicy of a workload: who calls it, and whom it calls. */
export function network(
  app: string,
  edges: { from?: string[]; to?: string[] },
): MeshObject {
  const peers = (apps: string[] = []) =>
    apps.map(other => ({ podSelector: { matchLabels: { app: other } } }));
  const ports = [{ port: 8080, protocol: 'TCP' }];
  return ours('NetworkPolicy', app, {
    podSelector: { matchLabels: { app } },
    policyTypes: ['Ingress', 'Egress'],
    ...(edges.from?.length && {
      ingress: [{ from: peers(edges.from), ports }],
    }),
    ...(edges.to?.length && { egress: [{ to: peers(edges.to), ports }] }),
  });
}

export function peer(mode: string, name: string = 'default'): MeshObject {
  return ours('PeerAuthentication', name, { mtls: { mode } });
}

export const denyCalls = ours('AuthorizationPolicy', 'default-deny', {});

export const denyConnections = ours('NetworkPolicy', 'default-deny', {
  podSelector: {},
  policyTypes: ['Ingress', 'Egress'],
});

export const shop = ours('Namespace', 'shop');

export function pod(app: string): MeshObject {
  const object = ours('Pod', app);
  return theirs(object, { app });
}

export function record(name: string, addresses = ['10.0.0.4']): DnsRecordSet {
  return {
    zone: 'mesh.internal',
    name,
    type: 'A',
    ttl: 300,
    addresses,
    metadata: {
      meshwright_managed_by: 'meshwright',
      meshwright_instance: 'test',
      meshwright_cluster: 'shop-weu',
    },
  };
}
