import type { JsonObject } from '@backstage/types';
import type {
  Consent,
  Diagnostic,
  Edge,
  MeshModel,
  Workload,
  WorkloadPort,
} from '../model/types';
import type { CompiledCluster, CompiledObject } from '../objects/compiled';
import type { DnsRecordSet, MeshObject } from '../objects/types';
import { deriveStatuses } from './deriveStatuses';
import type { PassResult } from './pass';

// A tiny world for tests of statuses: web calls api, and all is well.

export const CLUSTER = 'shop-weu';
const READ_AT = '2026-11-23T14:00:00.000Z';

const port: WorkloadPort = {
  name: 'http',
  port: 80,
  targetPort: 8080,
  protocol: 'http',
};

export function workload(name: string, more?: Partial<Workload>): Workload {
  return {
    key: `component:default/${name}@${CLUSTER}/shop`,
    entityRef: `component:default/${name}`,
    owner: `group:default/${name}`,
    cluster: CLUSTER,
    namespace: 'shop',
    serviceAccount: name,
    selector: { app: name },
    service: name,
    ports: [port],
    inMesh: true,
    expose: [],
    dns: [],
    binding: { state: 'bound', bindingId: '1', message: 'Bound to shop' },
    lastGood: false,
    ...more,
  };
}

export const granted: Consent = {
  state: 'granted',
  reason: 'SameOwner',
  message: 'Both belong to group:default/shop',
};

const owned = {
  'app.kubernetes.io/managed-by': 'meshwright',
  'meshwright.io/instance': 'test',
};

export function policy(
  kind: string,
  name: string,
  spec: JsonObject,
): MeshObject {
  const group =
    kind === 'NetworkPolicy' ? 'networking.k8s.io' : 'security.istio.io';
  return {
    apiVersion: `${group}/v1`,
    kind,
    metadata: { name, namespace: 'shop', labels: owned },
    spec,
  };
}

export function pod(app: string): MeshObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${app}-1`,
      namespace: 'shop',
      labels: { app, 'istio.io/rev': 'asm-1-29' },
    },
    spec: { containers: [{ name: app }, { name: 'istio-proxy' }] },
    status: {
      podIP: '10.1.0.4',
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
}

const allowWeb = policy('AuthorizationPolicy', 'api', {
  selector: { matchLabels: { app: 'api' } },
  action: 'ALLOW',
  rules: [
    {
      from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }],
      to: [{ operation: { ports: ['8080'] } }],
    },
  ],
});
const allowNobody = policy('AuthorizationPolicy', 'web', {
  selector: { matchLabels: { app: 'web' } },
  action: 'ALLOW',
});
const strict = policy('PeerAuthentication', 'default', {
  mtls: { mode: 'STRICT' },
});

/** Everything that goes into a status; change it, then derive. */
export type TestWorld = {
  web: Workload;
  api: Workload;
  edge: Edge;
  compiled: CompiledObject[];
  records: Array<{ record: DnsRecordSet; workloads: string[] }>;
  model: MeshModel;
  pass: PassResult;
  /** Replaces live objects of the same kind and name. */
  put(object: MeshObject): void;
  remove(kind: string, name: string): void;
  derive(diagnostics?: Diagnostic[]): ReturnType<typeof deriveStatuses>;
};

function createModel(
  parts: Pick<TestWorld, 'api' | 'web' | 'edge'>,
): MeshModel {
  const { api, web, edge } = parts;
  return {
    instant: READ_AT,
    instance: 'test',
    clusters: [
      {
        name: CLUSTER,
        environment: 'production',
        trustDomain: 'cluster.local',
        rootNamespace: 'aks-istio-system',
        revision: 'asm-1-29',
        gateways: {},
        dnsZone: 'mesh.internal',
        dnsSelector: { 'k8s-app': 'kube-dns' },
      },
    ],
    workloads: [api, web],
    edges: [edge],
    namespaces: [
      { cluster: CLUSTER, name: 'shop', stage: 'enforce', step: 'mtls' },
    ],
    newBindings: [],
  };
}

function createPass(objects: MeshObject[]): PassResult {
  return {
    cluster: CLUSTER,
    finishedAt: READ_AT,
    snapshot: {
      readAt: READ_AT,
      objects,
      facts: {
        revisions: ['asm-1-29'],
        policyEngine: 'cilium',
        unmodelled: [],
      },
    },
    records: [],
    managing: true,
    results: [],
    conflicts: [],
    drifted: [],
    settling: {},
  };
}

export function createTestWorld(): TestWorld {
  const web = workload('web');
  const api = workload('api');
  const edge: Edge = {
    key: `${web.key}>${api.key}#component:default/api`,
    consumer: web.key,
    provider: api.key,
    targetRef: 'component:default/api',
    relation: 'dependsOn',
    ports: [port],
    consent: granted,
    provenance: 'declared',
    pointer: '/spec/dependsOn/component:default~1api',
  };
  const compiled: CompiledObject[] = [
    { object: allowWeb, workloads: [api.key], edges: [edge.key] },
    { object: allowNobody, workloads: [web.key], edges: [] },
    { object: strict, workloads: [api.key, web.key], edges: [] },
  ];
  const model = createModel({ api, web, edge });
  const objects = structuredClone([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    ...compiled.map(({ object }) => object),
    pod('web'),
    pod('api'),
  ]);
  const pass = createPass(objects);
  const remove = (kind: string, name: string) => {
    const at = objects.findIndex(
      o => o.kind === kind && o.metadata.name === name,
    );
    if (at >= 0) {
      objects.splice(at, 1);
    }
  };
  const records: TestWorld['records'] = [];
  return {
    web,
    api,
    edge,
    compiled,
    records,
    model,
    pass,
    remove,
    put(object) {
      remove(object.kind, object.metadata.name);
      objects.push(object);
    },
    derive(diagnostics = []) {
      const cluster: CompiledCluster = {
        cluster: CLUSTER,
        objects: compiled,
        records,
      };
      return deriveStatuses({
        model,
        diagnostics,
        compiled: [cluster],
        passes: [pass],
        settleSeconds: 15,
      });
    },
  };
}
