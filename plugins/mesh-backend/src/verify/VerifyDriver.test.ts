import {
  buildVerifySteps,
  type ClusterConfig,
  type Evidence,
  type ProvisionStep,
} from '@meshwright/plugin-mesh-common';
import type { StepProgress, TrafficSource } from '@meshwright/plugin-mesh-node';
import {
  clusterBaseline,
  type Controllers,
  type CountedCall,
  type KubernetesApi,
  type SeedObject,
  startControllers,
  startKubernetesApi,
} from '@meshwright/sandbox';
import { KubernetesConnection } from '../clusters';
import { VerifyDriver } from './VerifyDriver';

jest.setTimeout(60_000);

const cluster: ClusterConfig = {
  name: 'dev',
  environment: 'test',
  trustDomain: 'cluster.local',
  rootNamespace: 'aks-istio-system',
  revision: 'asm-1-29',
  gateways: {
    internal: {
      namespace: 'aks-istio-ingress',
      selector: { istio: 'aks-istio-ingressgateway-internal' },
      serviceAccount: 'aks-istio-ingressgateway-internal',
      address: '10.240.4.4',
    },
  },
  dnsSelector: { 'k8s-app': 'kube-dns' },
};

const context = { instance: 'test', cluster: 'dev', attempt: 0 };
const settings = { cluster, names: ['shop.mesh.internal'], metrics: true };

/** A namespace of the mesh with one workload. */
const shop: SeedObject[] = [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', labels: { 'istio.io/rev': 'asm-1-29' } },
  },
  {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: 'default', namespace: 'shop' },
    spec: { mtls: { mode: 'STRICT' } },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'example.com/web:1' }] },
      },
    },
  },
];

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

describe('VerifyDriver', () => {
  let api: KubernetesApi;
  let controllers: Controllers;
  let driver: VerifyDriver;
  let calls: CountedCall[];
  let address: string;
  let run = 0;

  beforeEach(async () => {
    calls = [];
    address = '10.240.4.4';
    api = await startKubernetesApi({ port: 0 });
    await api.seed([...clusterBaseline(), ...shop]);
    controllers = startControllers({
      url: api.url,
      resolve: name => (name === 'shop.mesh.internal' ? [address] : []),
      onCall: counted => calls.push(counted),
    });
    driver = createDriver();
    await until(async () => {
      const { items } = await call('GET', '/api/v1/pods');
      const running = items.filter(
        (pod: { status: { phase: string } }) => pod.status.phase === 'Running',
      );
      return running.length === 11;
    });
  });

  afterEach(async () => {
    await controllers.stop();
    await api.stop();
  });

  /** Shows the calls that the sandbox counted. */
  const traffic: TrafficSource = {
    observe: async () =>
      calls.map(({ source, destination, mutualTls }) => ({
        cluster: 'dev',
        source,
        destination: {
          namespace: destination.namespace,
          workload: destination.name,
        },
        rate: 0.5,
        denied: 0,
        mtls: mutualTls ? 1 : 0,
        lastSeen: '2026-01-01T00:00:00.000Z',
      })),
  };

  function createDriver(options: { now?: () => number } = {}) {
    return VerifyDriver.create({
      connect: async name =>
        new KubernetesConnection({
          cluster: name,
          credentials: async () => ({ kubeconfig: api.kubeconfig }),
        }),
      traffic: () => traffic,
      pollMs: 20,
      ...options,
    });
  }

  async function call(
    method: string,
    path: string,
    options: { body?: unknown; type?: string } = {},
  ) {
    const { body, type = 'application/json' } = options;
    const response = await fetch(api.url + path, {
      method,
      headers: { 'content-type': type },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return response.json();
  }

  const patch = (path: string, body: unknown) =>
    call('PATCH', path, { body, type: 'application/merge-patch+json' });
  const post = (path: string, body: unknown) => call('POST', path, { body });

  async function until(isTrue: () => Promise<boolean>) {
    for (const end = Date.now() + 10_000; !(await isTrue()); ) {
      if (Date.now() > end) {
        throw new Error('It did not come to pass');
      }
      await sleep(25);
    }
  }

  async function carryOut(step: ProvisionStep): Promise<StepProgress> {
    let progress = await driver.start(step, context);
    const end = Date.now() + 30_000;
    while (progress.state === 'running' && Date.now() < end) {
      await sleep(progress.afterMs);
      const { poller } = progress;
      progress = await driver.poll(step, { ...context, poller });
    }
    return progress;
  }

  function steps() {
    run += 1;
    return buildVerifySteps({ ...settings, run: `r${run}` });
  }

  const find = (id: string) => {
    const step = steps().find(one => one.id === `verify/${id}`);
    if (!step) {
      throw new Error(`No check '${id}'`);
    }
    return step;
  };

  /** Carries all out; answers those that are not good, with their evidence. */
  async function verify() {
    const results = await Promise.all(
      steps().map(async step => ({ step, progress: await carryOut(step) })),
    );
    const bad = results.filter(
      ({ progress }) => progress.state !== 'succeeded',
    );
    const wrong: Record<string, Evidence[] | undefined> = {};
    for (const { step, progress } of bad) {
      const evidence = 'evidence' in progress ? progress.evidence : undefined;
      wrong[step.id.replace('verify/', '')] = evidence?.filter(({ ok }) => !ok);
    }
    return wrong;
  }

  async function listVerifyNamespaces(): Promise<string[]> {
    const { items } = await call('GET', '/api/v1/namespaces');
    return items
      .map((one: { metadata: { name: string } }) => one.metadata.name)
      .filter((name: string) => name.startsWith('meshwright-verify-'));
  }

  const allowAll = {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'allow-all', namespace: 'aks-istio-system' },
    spec: { rules: [{}] },
  };
  const root = '/apis/security.istio.io/v1/namespaces/aks-istio-system';

  it('finds a healthy cluster healthy, twice, and leaves nothing', async () => {
    expect(await verify()).toStrictEqual({});
    expect(await verify()).toStrictEqual({});
    expect(await listVerifyNamespaces()).toEqual([]);
    expect(await call('GET', '/apis/batch/v1/jobs')).toMatchObject({
      items: [],
    });
  });

  it.each<[string, string, () => Promise<unknown>, Partial<Evidence>]>([
    [
      'STRICT that was taken away',
      'strict',
      () =>
        call(
          'DELETE',
          '/apis/security.istio.io/v1/namespaces/shop/peerauthentications/default',
        ),
      {
        what: "Mutual TLS in namespace 'shop'",
        expected: 'STRICT',
        seen: 'PERMISSIVE, by default of the mesh',
      },
    ],
    [
      'a policy that allows everything',
      'authorization',
      () => post(`${root}/authorizationpolicies`, allowAll),
      {
        what: 'Call by an identity that no policy allows',
        seen: 'HTTP 200',
      },
    ],
    [
      'a label that no control plane answers to',
      'revision-labels',
      () =>
        post('/api/v1/namespaces', {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: 'old', labels: { 'istio.io/rev': 'asm-1-20' } },
        }).then(() =>
          post(
            '/apis/security.istio.io/v1/namespaces/old/peerauthentications',
            {
              apiVersion: 'security.istio.io/v1',
              kind: 'PeerAuthentication',
              metadata: { name: 'default' },
              spec: { mtls: { mode: 'STRICT' } },
            },
          ),
        ),
      { seen: "'old: asm-1-20'; their pods get no proxy" },
    ],
    [
      'a pod without proxy',
      'proxies',
      () =>
        post('/api/v1/namespaces/shop/pods', {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'bare' },
          spec: { containers: [{ name: 'main', image: 'example.com/a:1' }] },
        }),
      {
        what: "Proxies in namespace 'shop'",
        seen: "'bare' have none; restart what they belong to",
      },
    ],
    [
      'a name that leads elsewhere',
      'dns',
      async () => {
        address = '10.9.9.9';
      },
      { expected: '10.240.4.4', seen: '10.9.9.9' },
    ],
    [
      'a network that enforces nothing',
      'network',
      () =>
        call(
          'DELETE',
          '/apis/apps/v1/namespaces/kube-system/daemonsets/cilium',
        ),
      {
        what: 'Call by a pod that no NetworkPolicy allows',
        seen: 'the connection was closed',
      },
    ],
    [
      'an injector that is gone',
      'control-plane',
      () =>
        call(
          'DELETE',
          '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/istio-sidecar-injector-asm-1-29-aks-istio-system',
        ),
      { seen: 'no injector is registered; pods get no proxy' },
    ],
  ])('finds %s', async (...[, check, breakIt, evidence]) => {
    await breakIt();

    const wrong = await verify();

    expect(Object.keys(wrong)).toEqual([check]);
    expect(wrong[check]).toContainEqual(expect.objectContaining(evidence));
    expect(await listVerifyNamespaces()).toEqual([]);
  });

  it('finds a gateway at another address', async () => {
    const path =
      '/api/v1/namespaces/aks-istio-ingress/services/aks-istio-ingressgateway-internal';
    await patch(path, {
      metadata: {
        annotations: {
          'service.beta.kubernetes.io/azure-load-balancer-ipv4': '10.240.4.9',
        },
      },
    });
    await until(async () => {
      const { status } = await call('GET', path);
      return status.loadBalancer.ingress[0].ip === '10.240.4.9';
    });

    const wrong = await verify();

    expect(wrong).toEqual({
      gateway: [
        expect.objectContaining({ seen: '10.240.4.9' }),
        expect.objectContaining({ seen: 'nothing answered in time' }),
      ],
    });
  });

  it('says that it knows nothing when its own control does not pass', async () => {
    await post(`${root}/authorizationpolicies`, {
      ...allowAll,
      metadata: { ...allowAll.metadata, name: 'deny-all' },
      spec: { action: 'DENY', rules: [{}] },
    });

    const wrong = await verify();

    expect(Object.keys(wrong).sort()).toEqual([
      'allowed',
      'authorization',
      'metrics',
      'network',
      'plaintext',
    ]);
    expect(wrong.plaintext?.[1].seen).toBe(
      'Unknown: the connection was closed, but the allowed call does not pass either',
    );
  });

  it('names the right that is missing, and leaves nothing', async () => {
    api.faults.set({ match: { verb: 'create', kind: 'Job' }, status: 403 });

    expect(await carryOut(find('allowed'))).toMatchObject({
      state: 'failed',
      error: {
        resource: 'An allowed call passes',
        message: expect.stringMatching(
          /may not create 'jobs' of API group 'batch': grant it.*'meshwright-verify'/,
        ),
      },
    });
    expect(await listVerifyNamespaces()).toEqual([]);
  });

  it('makes nothing that it could not take away again', async () => {
    api.faults.set({
      match: { verb: 'delete', kind: 'Namespace' },
      status: 403,
    });

    expect(await carryOut(find('allowed'))).toMatchObject({
      state: 'failed',
      error: { message: expect.stringMatching(/may not delete 'namespaces'/) },
    });
    expect(await listVerifyNamespaces()).toEqual([]);
  });

  it('goes on with what it made before it was killed', async () => {
    const step = find('authorization');
    await driver.start(step, context);
    await driver.start(step, context);

    expect(await carryOut(step)).toMatchObject({ state: 'succeeded' });
    expect(await listVerifyNamespaces()).toEqual([]);
  });

  it('takes away what it made when it is canceled', async () => {
    const step = find('authorization');
    const progress = await driver.start(step, context);
    const poller = progress.state === 'running' ? progress.poller : '';

    await driver.cancel(step, context);

    expect(await listVerifyNamespaces()).toEqual([]);
    expect(await driver.poll(step, { ...context, poller })).toMatchObject({
      state: 'retry',
    });
  });

  it('takes away what is left of others, but of this installation only', async () => {
    const step = find('dns');
    await driver.start(step, context);
    await driver.start(find('dns'), { ...context, instance: 'other' });
    const [, theirs] = await listVerifyNamespaces();
    driver = createDriver({ now: () => Date.now() + 2 * 3_600_000 });

    await driver.start(find('gateway'), context);

    expect(await listVerifyNamespaces()).toEqual([
      theirs,
      expect.stringMatching(/-gateway$/),
    ]);
  });

  it('waits for the address of a load balancer', async () => {
    const step = {
      ...find('control-plane'),
      body: {
        check: 'loadBalancerAddress',
        namespace: 'aks-istio-ingress',
        service: 'aks-istio-ingressgateway-internal',
        address: '10.240.4.4',
      },
    };

    expect(await driver.start(step, context)).toMatchObject({
      state: 'succeeded',
    });
    const other = { ...step, body: { ...step.body, address: '10.240.4.5' } };
    expect(await driver.start(other, context)).toMatchObject({
      state: 'running',
      message:
        "Service 'aks-istio-ingress/aks-istio-ingressgateway-internal' has 10.240.4.4 yet; waiting for 10.240.4.5",
    });
  });
});
