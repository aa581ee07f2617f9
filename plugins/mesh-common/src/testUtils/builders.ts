import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import type {
  Approval,
  Binding,
  ClusterConfig,
  MeshInput,
  NamespaceStage,
} from '../model/types';

/**
 * What a test says about a component; the rest has sensible values.
 *
 * @public
 */
export type ComponentOptions = {
  name: string;
  /** Default: `group:default/shop`. */
  owner?: string;
  system?: string;
  /** Default: `service`. */
  type?: string;
  /** Default: the name. */
  namespace?: string;
  /** Default: `url:https://git.example.com/shop/<name>/catalog-info.yaml`. */
  location?: string;
  dependsOn?: string[];
  consumesApis?: string[];
  providesApis?: string[];
  /** Laid over cluster, namespace and an HTTP port 80 to 8080. */
  mesh?: JsonObject;
};

/**
 * A component in the mesh of cluster `shop-weu`.
 *
 * @public
 */
export function component(options: ComponentOptions): Entity {
  const {
    name,
    owner = 'group:default/shop',
    type = 'service',
    namespace = name,
    location = `url:https://git.example.com/shop/${name}/catalog-info.yaml`,
    mesh,
    ...lists
  } = options;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'backstage.io/managed-by-location': location,
        'backstage.io/managed-by-origin-location': location,
      },
    },
    spec: {
      type,
      lifecycle: 'production',
      owner,
      ...Object.fromEntries(
        Object.entries(lists).filter(([, value]) => value !== undefined),
      ),
      mesh: {
        cluster: 'shop-weu',
        namespace,
        ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'http' }],
        ...mesh,
      },
    },
  };
}

/**
 * A resource in the mesh: a database with a TCP port, unless told otherwise.
 *
 * @public
 */
export function resource(options: ComponentOptions): Entity {
  const ports = [{ name: 'tcp', port: 5432, protocol: 'tcp' }];
  const made = component({
    type: 'database',
    ...options,
    mesh: { ports, ...options.mesh },
  });
  return { ...made, kind: 'Resource' };
}

/** An API entity. @public */
export function api(
  name: string,
  owner: string = 'group:default/shop',
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    metadata: { name, namespace: 'default' },
    spec: { type: 'openapi', lifecycle: 'production', owner, definition: '{}' },
  };
}

/** Cluster `shop-weu`, as the sandbox has it. @public */
export function cluster(overrides: Partial<ClusterConfig> = {}): ClusterConfig {
  const gateway = (name: string) => ({
    namespace: 'aks-istio-ingress',
    selector: { istio: `aks-istio-ingressgateway-${name}` },
    serviceAccount: `aks-istio-ingressgateway-${name}`,
  });
  return {
    name: 'shop-weu',
    environment: 'production',
    trustDomain: 'cluster.local',
    rootNamespace: 'aks-istio-system',
    revision: 'asm-1-29',
    gateways: {
      internal: { ...gateway('internal'), address: '10.240.4.4' },
      public: gateway('external'),
    },
    dnsZone: 'mesh.internal',
    dnsTtl: 300,
    dnsSelector: { 'k8s-app': 'kube-dns' },
    ...overrides,
  };
}

/** A binding of a namespace, or of a host when it has a dot. @public */
export function binding(
  what: string,
  owner: string = 'group:default/shop',
  overrides: Partial<Binding> = {},
): Binding {
  return {
    id: `${what}-${owner}`,
    cluster: '*',
    ...(what.includes('.') ? { host: what } : { namespace: what }),
    owner,
    origin: 'config',
    by: 'config',
    at: '2026-11-01T00:00:00.000Z',
    ...overrides,
  };
}

/** A namespace that is enforced in full. @public */
export function stage(
  namespace: string,
  overrides: Partial<NamespaceStage> = {},
): NamespaceStage {
  return {
    cluster: 'shop-weu',
    namespace,
    stage: 'enforce',
    step: 'network',
    created: true,
    by: 'user:default/petra',
    at: '2026-11-01T00:00:00.000Z',
    ...overrides,
  };
}

/** A decision on a request, by default to approve it. @public */
export function approval(
  scope: Approval['scope'],
  overrides: Partial<Approval> = {},
): Approval {
  return {
    id: '1',
    consumerRef: scope.consumer.entityRef,
    providerRef: scope.provider.entityRef,
    environment: '*',
    decision: 'approve',
    scope,
    by: 'user:default/olaf',
    at: '2026-11-02T00:00:00.000Z',
    ...overrides,
  };
}

/**
 * Input with the given entities: namespaces are claimed by whoever comes
 * first, and enforced, unless bindings or stages are given.
 *
 * @public
 */
export function input(
  entities: Entity[],
  overrides: Partial<MeshInput> = {},
): MeshInput {
  const namespaces = new Set(
    entities.flatMap(entity => {
      const mesh = entity.spec?.mesh as { namespace?: unknown } | undefined;
      return typeof mesh?.namespace === 'string' ? [mesh.namespace] : [];
    }),
  );
  return {
    version: 1,
    instant: '2026-11-23T12:00:00.000Z',
    instance: 'test',
    clusters: [cluster()],
    entities,
    bindings: [],
    approvals: [],
    stages: [...namespaces].sort().map(name => stage(name)),
    lastGood: [],
    ...overrides,
    defaults: {
      approval: 'owner',
      retiringHours: 24,
      unclaimed: 'first-come',
      ...overrides.defaults,
    },
  };
}
