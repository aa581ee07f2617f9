import { TestApi } from './__testUtils__/api';
import type { Json } from './types';

const api = new TestApi();
let namespace: string;

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(async () => {
  namespace = await api.namespace();
});

async function create(path: string, kind: string, rest: Json): Promise<Json> {
  const [apiVersion, plural] = path.split(' ');
  const root = apiVersion.includes('/') ? 'apis' : 'api';
  const { code, body } = await api.post(
    `/${root}/${apiVersion}/namespaces/${namespace}/${plural}`,
    { apiVersion, kind, metadata: { name: 'a' }, ...rest },
  );
  expect([code, body.message]).toEqual([201, undefined]);
  return body;
}

const matchLabels = { app: 'a' };
const workload = (container: Json = {}, pod: Json = {}) => ({
  selector: { matchLabels },
  template: {
    metadata: { labels: matchLabels },
    spec: {
      containers: [{ name: 'main', image: 'a:1', ...container }],
      ...pod,
    },
  },
});

const main = {
  name: 'main',
  image: 'a:1',
  imagePullPolicy: 'IfNotPresent',
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  resources: {},
};
const pods = (container: Json = {}, pod: Json = {}) => ({
  metadata: { labels: matchLabels },
  spec: {
    containers: [{ ...main, ...container }],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    ...pod,
  },
});

it.each<[string, string, Json]>([
  [
    'deployments',
    'Deployment',
    {
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' },
      },
    },
  ],
  ['replicasets', 'ReplicaSet', { replicas: 1 }],
  [
    'daemonsets',
    'DaemonSet',
    {
      revisionHistoryLimit: 10,
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: 1, maxSurge: 0 },
      },
    },
  ],
  [
    'statefulsets',
    'StatefulSet',
    {
      serviceName: 'x',
      replicas: 1,
      revisionHistoryLimit: 10,
      podManagementPolicy: 'OrderedReady',
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: 'Retain',
        whenScaled: 'Retain',
      },
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { partition: 0 },
      },
    },
  ],
])('completes %s', async (plural, kind, more) => {
  const named = kind === 'StatefulSet' ? { serviceName: 'x' } : {};
  const spec = { ...workload(), ...named };
  const { spec: found } = await create(`apps/v1 ${plural}`, kind, { spec });
  expect(found).toEqual({
    selector: { matchLabels },
    template: pods(),
    ...more,
  });
});

it('completes what pods are made of', async () => {
  const get = { port: 80 };
  const fieldRef = { fieldPath: 'metadata.name' };
  const volumes = [
    { name: 'm', configMap: { name: 'x' } },
    { name: 's', secret: { secretName: 'x' } },
    { name: 'e', emptyDir: {} },
  ];
  const spec = workload(
    {
      ports: [{ containerPort: 80 }],
      readinessProbe: { httpGet: get },
      env: [{ name: 'A', valueFrom: { fieldRef } }],
    },
    { volumes },
  );
  const body = await create('apps/v1 deployments', 'Deployment', { spec });
  const { template } = body.spec as { template: Json };
  expect(template).toEqual(
    pods(
      {
        ports: [{ containerPort: 80, protocol: 'TCP' }],
        readinessProbe: {
          httpGet: { path: '/', port: 80, scheme: 'HTTP' },
          timeoutSeconds: 1,
          periodSeconds: 10,
          successThreshold: 1,
          failureThreshold: 3,
        },
        env: [
          {
            name: 'A',
            valueFrom: { fieldRef: { apiVersion: 'v1', ...fieldRef } },
          },
        ],
      },
      {
        volumes: [
          { name: 'm', configMap: { name: 'x', defaultMode: 420 } },
          { name: 's', secret: { secretName: 'x', defaultMode: 420 } },
          { name: 'e', emptyDir: {} },
        ],
      },
    ),
  );
});

it.each([
  ['a', 'Always'],
  ['a:latest', 'Always'],
  ['localhost:5000/a', 'Always'],
  ['localhost:5000/a:1', 'IfNotPresent'],
  [`a@sha256:${'0'.repeat(64)}`, 'IfNotPresent'],
])('pulls the image %s by the policy %s', async (image, policy) => {
  const spec = workload({ image });
  const body = await create('apps/v1 deployments', 'Deployment', { spec });
  expect(body).toMatchObject({
    spec: { template: { spec: { containers: [{ imagePullPolicy: policy }] } } },
  });
});

const inside = {
  sessionAffinity: 'None',
  ipFamilies: ['IPv4'],
  ipFamilyPolicy: 'SingleStack',
  internalTrafficPolicy: 'Cluster',
};

it.each<[string, Json, Json]>([
  [
    'with an address',
    { ports: [{ port: 80 }] },
    {
      ...inside,
      type: 'ClusterIP',
      ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }],
    },
  ],
  [
    'without one',
    { clusterIP: 'None', selector: matchLabels, ports: [{ port: 80 }] },
    {
      ...inside,
      clusterIP: 'None',
      clusterIPs: ['None'],
      ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }],
    },
  ],
  [
    'without address and selector',
    { clusterIP: 'None', ports: [{ port: 80, targetPort: 'http' }] },
    {
      ...inside,
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'RequireDualStack',
    },
  ],
  [
    'with a load balancer',
    { type: 'LoadBalancer', ports: [{ port: 80 }] },
    {
      ...inside,
      externalTrafficPolicy: 'Cluster',
      allocateLoadBalancerNodePorts: true,
    },
  ],
])('completes a Service %s', async (_, spec, wanted) => {
  const body = await create('v1 services', 'Service', { spec });
  expect(body.spec).toMatchObject(wanted);
  expect(body.status).toEqual({ loadBalancer: {} });
});

it('leaves the name of another place alone', async () => {
  const spec = { type: 'ExternalName', externalName: 'a.example.com' };
  const body = await create('v1 services', 'Service', { spec });
  expect(body.spec).toEqual({ ...spec, sessionAffinity: 'None' });
});

it('completes a policy, and nothing that is said', async () => {
  const spec = {
    podSelector: {},
    ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }],
  };
  const path = 'networking.k8s.io/v1 networkpolicies';
  const body = await create(path, 'NetworkPolicy', { spec });
  expect(body.spec).toEqual({
    podSelector: {},
    policyTypes: ['Ingress'],
    ingress: [
      { from: [{ podSelector: {} }], ports: [{ port: 80, protocol: 'TCP' }] },
    ],
  });
});

it('labels a namespace with its name', async () => {
  const { body } = await api.get(`/api/v1/namespaces/${namespace}`);
  expect(body.metadata.labels).toEqual({
    'kubernetes.io/metadata.name': namespace,
  });
  expect(body.spec).toEqual({ finalizers: ['kubernetes'] });
  expect(body.status).toEqual({ phase: 'Active' });
});

it('has no defaults for the custom kinds that it serves', async () => {
  const spec = { hosts: ['a.example.com'], ports: [{ number: 80, name: 'a' }] };
  const path = 'networking.istio.io/v1 serviceentries';
  const body = await create(path, 'ServiceEntry', { spec });
  expect(body.spec).toEqual(spec);
});

it('gives defaults to whoever creates, and what it hands out to nobody', async () => {
  const spec = { type: 'LoadBalancer', ports: [{ port: 80 }] };
  const body = await create('v1 services', 'Service', { spec });
  const { managedFields } = body.metadata as { managedFields: Json[] };
  expect(managedFields).toHaveLength(1);
  const fields = managedFields[0].fieldsV1 as { 'f:spec': Json };
  // Whether a whole is owned beside its parts (`.`) is not looked at.
  const parts = Object.keys(fields['f:spec']).filter(key => key !== '.');
  expect(parts.sort()).toEqual([
    'f:allocateLoadBalancerNodePorts',
    'f:externalTrafficPolicy',
    'f:internalTrafficPolicy',
    'f:ports',
    'f:sessionAffinity',
    'f:type',
  ]);
});

it('leaves defaults to nobody where a configuration is applied', async () => {
  const path = `/api/v1/namespaces/${namespace}/services/a`;
  const { body } = await api.apply(path, 'one', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'a' },
    spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
  });
  expect(body.spec.externalTrafficPolicy).toBe('Cluster');
  const other = await api.apply(path, 'two', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'a' },
    spec: { externalTrafficPolicy: 'Local' },
  });
  expect(other.code).toBe(200);
  expect(other.body.spec.externalTrafficPolicy).toBe('Local');
});
