import fc from 'fast-check';
import { compileCluster } from '../compile';
import {
  meshModel,
  type ModelOptions,
  workload,
} from '../compile/__testUtils__/meshModel';
import { type CallRequest, evaluate, indexWorld } from '../evaluate';
import type { Edge, StageName, Workload, WorkloadPort } from '../model/types';
import type { MeshObject } from '../objects';
import { meshModels } from './__testUtils__/meshModels';
import {
  type Call,
  gatewayPod,
  isAllowed,
  isGranted,
  layersOf,
  podOf,
} from './__testUtils__/meshWorld';

const HTTP: WorkloadPort = {
  ...{ name: 'http', port: 80, targetPort: 8080 },
  protocol: 'http',
};
const GET = { http: { method: 'GET', path: '/items' } };

const objectsOf = (options: ModelOptions) =>
  compileCluster(meshModel(options), 'shop-weu').objects.map(o => o.object);

/** Asks about one call to a port of the workload `api`. */
function ask(
  options: ModelOptions,
  source: CallRequest['source'],
  call: Partial<CallRequest['destination']> & Pick<CallRequest, 'http'> = {},
) {
  const { http, ...destination } = call;
  const model = meshModel(options);
  const api = model.workloads.find(item => item.entityRef.endsWith('/api'));
  const { all } = layersOf(model, model.clusters[0]);
  return evaluate(all, {
    source,
    destination: {
      ...podOf(api ?? workload({ name: 'api' })),
      ...{ port: 8080, protocol: 'http', service: 'api.api' },
      ...destination,
    },
    ...(http && { http }),
  }).decision;
}

const stranger = { namespace: 'elsewhere', labels: { app: 'x' } };
const prometheus = {
  ...{ namespace: 'monitoring', labels: { app: 'prometheus' } },
  inMesh: false,
};
const web = podOf(workload({ name: 'web' }));

/** A call to each port of a granted edge that the edge covers. */
function listGranted(
  edge: Edge,
  { consumer, provider }: { consumer: Workload; provider: Workload },
): Call[] {
  const isInForce =
    edge.consent.state === 'granted' && (consumer.inMesh || !provider.inMesh);
  return edge.ports
    .map(port => ({
      ...{ source: podOf(consumer), provider, port },
      ...(port.protocol !== 'tcp' && GET),
    }))
    .filter(call => isInForce && isGranted([edge], call));
}

describe('a namespace on its way', () => {
  const stages = fc.record({
    stage: fc.constantFrom<StageName>('off', 'observe', 'shadow', 'enforce'),
    step: fc.constantFrom('authorization' as const, 'mtls', 'network'),
  });

  it('never loses a granted call, whatever the stage of each side', () => {
    const rows = fc.dictionary(
      fc.constantFrom('front', 'back', 'data'),
      stages,
    );
    fc.assert(
      fc.property(meshModels, rows, (options, namespaces) => {
        const model = meshModel({ ...options, namespaces });
        const { all } = layersOf(model, model.clusters[0]);
        const byKey = new Map(model.workloads.map(item => [item.key, item]));
        const workloadOf = (key: string) =>
          byKey.get(key) ?? workload({ name: 'none' });
        const lost = model.edges.flatMap(edge => {
          const consumer = workloadOf(edge.consumer);
          const provider = workloadOf(edge.provider);
          return listGranted(edge, { consumer, provider }).filter(
            call => isAllowed(all, call) !== true,
          );
        });
        expect(lost).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, ModelOptions['namespaces']]>([
    ['off', { api: { stage: 'off' } }],
    ['observed', { api: { stage: 'observe' } }],
    ['tried', { api: { stage: 'shadow' } }],
  ])('refuses nobody while it is %s', (_, namespaces) => {
    const options: ModelOptions = {
      namespaces,
      workloads: [
        {
          name: 'api',
          expose: [
            {
              ...{ host: 'a.example.com', gateway: 'public', paths: ['/'] },
              ...{ pointer: '', jwt: { issuer: 'https://login.example.com' } },
            },
          ],
        },
      ],
    };
    expect(ask(options, { ...stranger, inMesh: false }, GET)).toBe('allow');
    expect(ask(options, { ...stranger, inMesh: true }, GET)).toBe('allow');
    const token = {
      ...{ location: 'header:authorization', prefix: 'Bearer ' },
      claims: { iss: 'https://others.example.com' },
    };
    expect(
      ask(
        options,
        { ...stranger, inMesh: true },
        { http: { ...GET.http, tokens: [token] } },
      ),
    ).toBe('allow');
  });
});

describe('ports that are not like the others', () => {
  const METRICS: WorkloadPort = {
    ...{ name: 'metrics', port: 9090, targetPort: 9090, protocol: 'http' },
    scrape: true,
  };
  const WEBHOOK: WorkloadPort = {
    ...{ name: 'webhook', port: 443, targetPort: 9443, protocol: 'tls' },
    callers: ['kube-apiserver'],
  };
  const LEGACY = { ...HTTP, name: 'legacy', port: 81, targetPort: 8081 };
  const options: ModelOptions = {
    cluster: {
      scraper: { namespace: 'monitoring', selector: { app: 'prometheus' } },
      apiServerRanges: ['10.9.0.0/28'],
    },
    workloads: [
      {
        ...{ name: 'api', ports: [HTTP, METRICS, WEBHOOK, LEGACY] },
        mtlsExceptions: [
          { port: 'http', mode: 'permissive', reason: 'old', pointer: '' },
          { port: 'legacy', mode: 'disable', reason: 'old', pointer: '' },
        ],
      },
      { name: 'web' },
    ],
    edges: [
      {
        ...{ from: 'web', to: 'api', ports: ['http', 'legacy'] },
        operations: [{ methods: ['GET'], paths: ['/items'] }],
      },
    ],
  };
  const apiServer = {
    ...{ namespace: 'kube-system', labels: {}, inMesh: false },
    ip: '10.9.0.4',
  };
  const outside = { ...stranger, inMesh: false, ip: '10.7.0.4' };
  const bytes = { port: 9443, protocol: 'tls' as const };

  it.each<[string, CallRequest['source'], object, string]>([
    ['the scraper its port', prometheus, { port: 9090, ...GET }, 'allow'],
    ['the scraper no other port', prometheus, GET, 'deny'],
    ['a stranger no metrics', outside, { port: 9090, ...GET }, 'deny'],
    ['the API server its webhook', apiServer, bytes, 'allow'],
    ['others no webhook', outside, bytes, 'deny'],
    ['nobody by an mTLS exception', outside, GET, 'deny'],
    [
      'a caller only with its identity, in spite of the exception',
      { ...web, opens: 'plaintext' },
      GET,
      'deny',
    ],
    ['a granted caller by mutual TLS', web, GET, 'allow'],
    ['a granted caller without TLS', web, { port: 8081, ...GET }, 'allow'],
    [
      'it no more than is granted',
      web,
      { port: 8081, http: { method: 'POST', path: '/items' } },
      'deny',
    ],
    ['no stranger without TLS', outside, { port: 8081, ...GET }, 'deny'],
  ])('allow %s', (_, ...[source, call, decision]) => {
    expect(ask(options, source, call)).toBe(decision);
  });
});

describe('the platform', () => {
  it('keeps out by guardrails whom somebody else lets in', () => {
    const ALLOW_ALL: MeshObject = {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'foreign', namespace: 'api' },
      spec: { rules: [{}] },
    };
    const objects = objectsOf({
      workloads: [
        { name: 'api', lifecycle: 'production' },
        { name: 'toy', lifecycle: 'experimental' },
        { name: 'web', lifecycle: 'production' },
      ],
      guardrails: [
        {
          ...{ id: 'g', effect: 'deny', reason: '' },
          from: { lifecycle: ['experimental'] },
          to: { lifecycle: ['production'] },
        },
      ],
    }).filter(({ kind }) => kind !== 'NetworkPolicy');
    const world = indexWorld([...objects, ALLOW_ALL], {
      ...{ rootNamespace: 'aks-istio-system', trustDomain: 'cluster.local' },
    });
    const decide = (name: string) =>
      isAllowed(world, {
        ...{ source: podOf(workload({ name })), port: HTTP, ...GET },
        provider: workload({ name: 'api' }),
      });
    expect([decide('toy'), decide('web')]).toEqual([false, true]);
  });

  it('asks the external authorizer about calls that policies allow', () => {
    const model = meshModel({
      cluster: {
        externalAuthorizer: {
          ...{ provider: 'opa', protocol: 'grpc', namespace: 'policy' },
          ...{ selector: { app: 'opa' }, port: 9191 },
        },
      },
      workloads: [{ name: 'api' }, { name: 'web' }],
      edges: [{ from: 'web', to: 'api' }],
    });
    const { all } = layersOf(model, model.clusters[0]);
    const decide = (externalAuthorizer: 'allow' | 'deny') =>
      evaluate(all, {
        source: web,
        destination: {
          ...podOf(workload({ name: 'api' })),
          ...{ port: 8080, protocol: 'http', service: 'api.api' },
        },
        ...{ ...GET, externalAuthorizer },
      }).decision;
    expect([decide('allow'), decide('deny')]).toEqual(['allow', 'deny']);
  });

  it.each([
    ['a public host', '10.240.8.7', 'www.example.com', true],
    ['a public host with its port', '10.240.8.7', 'www.example.com:443', true],
    ['a host of probes', '10.240.8.7', 'probe.example.com', true],
    ['no internal host', '10.240.8.7', 'admin.example.com', false],
    ['internal hosts to others', '10.1.0.7', 'admin.example.com', true],
  ])('lets the application gateway reach %s', (_, ...[ip, host, expected]) => {
    const route = { paths: ['/'], pointer: '' };
    const model = meshModel({
      cluster: {
        applicationGateway: {
          ...{ subnet: '10.240.8.0/24', probeHosts: ['probe.example.com'] },
        },
      },
      workloads: [
        {
          name: 'api',
          expose: [
            { ...route, host: 'www.example.com', gateway: 'public' },
            {
              ...{ ...route, host: 'admin.example.com', gateway: 'internal' },
              from: ['10.1.0.0/16'],
            },
          ],
        },
      ],
    });
    const [cluster] = model.clusters;
    const { authorization } = layersOf(model, cluster);
    const { decision } = evaluate(authorization, {
      source: { ...stranger, inMesh: false, ip },
      destination: {
        ...gatewayPod(cluster, 'internal'),
        ...{ port: 80, protocol: 'http' },
      },
      http: { method: 'GET', path: '/', host },
    });
    expect(decision).toBe(expected ? 'allow' : 'deny');
  });

  it('selects no pod by two Sidecars, and each with a proxy by one', () => {
    fc.assert(
      fc.property(meshModels, options => {
        const sidecars = objectsOf(options).filter(o => o.kind === 'Sidecar');
        const selectors = sidecars.map(({ metadata, spec }) => {
          const { labels } = spec?.workloadSelector as { labels: object };
          return `${metadata.namespace} ${JSON.stringify(labels)}`;
        });
        const wanted = meshModel(options)
          .workloads.filter(({ inMesh }) => inMesh)
          .map(item => `${item.namespace} ${JSON.stringify(item.selector)}`);
        expect(selectors.sort()).toEqual(wanted.sort());
      }),
      { numRuns: 30 },
    );
  });
});

describe('the way out', () => {
  const away = (ip: string) => ({
    ...{ namespace: 'outside-of-the-cluster', labels: {}, inMesh: false, ip },
  });
  const egress = (
    cluster: ModelOptions['cluster'],
    ip: string,
    port: number,
  ) => {
    const model = meshModel({
      cluster,
      workloads: [{ name: 'web' }],
      externals: [
        { name: 'stripe' },
        {
          ...{ name: 'stock', hosts: ['stock.example.com'] },
          ...{ addresses: ['10.60.4.4'], ports: [HTTP] },
        },
      ],
      edges: [
        { from: 'web', to: 'stripe' },
        { from: 'web', to: 'stock' },
      ],
    });
    const { network } = layersOf(model, model.clusters[0]);
    return evaluate(network, {
      source: web,
      destination: { ...away(ip), port, protocol: 'tls' },
    }).decision;
  };
  const ranges = { pods: ['10.244.0.0/16'], services: [], networks: [] };

  it.each([
    ['the internet', '93.184.216.34', 443, 'allow'],
    ['no other port', '93.184.216.34', 80, 'deny'],
    ['no metadata service', '169.254.169.254', 443, 'deny'],
    ['no wire server', '168.63.129.16', 443, 'deny'],
    ['no private address', '10.3.0.1', 443, 'deny'],
    ['another cluster', '10.60.4.4', 8080, 'allow'],
    ['it by no other port', '10.60.4.4', 443, 'deny'],
  ])('leads to %s', (_, ...[ip, port, decision]) => {
    expect(egress({}, ip, port)).toBe(decision);
  });

  it('leads to no pod, and to private addresses where ranges are known', () => {
    expect(egress({ ranges }, '10.244.3.1', 443)).toBe('deny');
    expect(egress({ ranges }, '10.3.0.1', 443)).toBe('allow');
  });
});
