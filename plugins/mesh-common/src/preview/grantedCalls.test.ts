import fc from 'fast-check';
import { compileCluster } from '../compile';
import { meshModel, workload } from '../compile/__testUtils__/meshModel';
import type { CallToken } from '../evaluate';
import type {
  Edge,
  Exposure,
  MeshModel,
  Workload,
  WorkloadPort,
} from '../model/types';
import {
  ANNOTATION_DIGEST,
  digestObject,
  type MeshObject,
  objectKey,
} from '../objects';
import { validateSchema, validateWebhook } from '../validate';
import { ISSUERS, meshModels } from './__testUtils__/meshModels';
import {
  type Call,
  CLOSED,
  gatewayPod,
  isAllowed,
  isGranted,
  layersOf,
  podOf,
} from './__testUtils__/meshWorld';

const CLUSTER = 'shop-weu';

const PROBES = ['GET', 'POST', 'DELETE', 'HEAD'].flatMap(method =>
  ['/', '/items', '/items/1', '/items/1/2', '/admins', '/deep/', '/deep/a/b']
    .concat('/x', '/x/')
    .map(path => ({ method, path })),
);

const compile = (model: MeshModel) => compileCluster(model, CLUSTER).objects;

/** Granted edges that can take effect, from one workload to another. */
function grantedBetween(
  { edges }: MeshModel,
  consumer: Workload,
  provider: Workload,
): Edge[] {
  const canMeet = consumer.inMesh || !provider.inMesh;
  return edges.filter(
    edge =>
      canMeet &&
      edge.consent.state === 'granted' &&
      edge.consumer === consumer.key &&
      edge.provider === provider.key,
  );
}

function probesOf({ protocol }: Pick<WorkloadPort, 'protocol'>) {
  return protocol === 'tcp' ? [undefined] : PROBES;
}

/** Calls between workloads whose verdict is not what is granted. */
function findLies(model: MeshModel): string[] {
  const layers = layersOf(model, model.clusters[0]);
  return model.workloads.flatMap(consumer =>
    model.workloads.flatMap(provider => {
      const edges = grantedBetween(model, consumer, provider);
      return [...provider.ports, CLOSED].flatMap(port => {
        const call: Call = { source: podOf(consumer), provider, port };
        const wanted = edges.some(({ ports }) =>
          ports.some(({ targetPort }) => targetPort === port.targetPort),
        );
        const seen = isAllowed(layers.network, call);
        return [
          ...(seen === wanted ? [] : [`network ${describe_(call)} ${seen}`]),
          ...probesOf(port).flatMap(http => {
            const asked = { ...call, ...(http && { http }) };
            const expected = provider.inMesh ? isGranted(edges, asked) : wanted;
            const plaintext = {
              ...asked,
              source: { ...asked.source, opens: 'plaintext' as const },
            };
            return [
              ...(isAllowed(layers.all, asked) === expected
                ? []
                : [`all ${describe_(asked)}`]),
              ...(provider.inMesh &&
              isAllowed(layers.authorization, asked) !== expected
                ? [`authorization ${describe_(asked)}`]
                : []),
              ...(provider.inMesh && isAllowed(layers.all, plaintext) !== false
                ? [`plaintext ${describe_(asked)}`]
                : []),
            ];
          }),
        ];
      });
    }),
  );
}

function describe_({ source, provider, port, http }: Call): string {
  return `${source.serviceAccount} ${provider.key}:${
    port.targetPort
  } ${JSON.stringify(http ?? '')}`;
}

const TOKENS: Array<CallToken | undefined> = [
  undefined,
  ...ISSUERS.concat('https://evil.example.com').flatMap(iss =>
    [
      { aud: 'shop', role: 'customer' },
      { aud: ['staff'], role: ['clerk'] },
      { aud: 'other', role: 'guest' },
      {},
    ].map(claims => ({
      location: 'header:authorization',
      prefix: 'Bearer ',
      claims: { iss, sub: 'somebody', ...claims },
    })),
  ),
];

const PATHS = [
  '/',
  '/shop',
  '/shop/1',
  '/shopper',
  '/shop/admin',
  '/shop/admin/1',
];

/** Said once more, and differently, than the compiler says it. */
function isExposed(
  provider: Workload,
  call: {
    gateway: Exposure['gateway'];
    targetPort: number;
    host: string;
    path: string;
    remoteIp: string;
    token?: CallToken;
  },
): boolean {
  const { gateway, targetPort, host, path, remoteIp, token } = call;
  const here = provider.expose.filter(
    route => route.gateway === gateway && route.host === host,
  );
  const covers = (prefix: string) =>
    prefix === '/' || path === prefix || path.startsWith(`${prefix}/`);
  const conditions = ({ from, jwt }: Exposure) => JSON.stringify([from, jwt]);
  return here.some(route => {
    const port = provider.ports.find(item =>
      route.port ? item.name === route.port : item.protocol !== 'tcp',
    );
    return (
      port?.targetPort === targetPort &&
      (!route.from || remoteIp.startsWith('10.1.')) &&
      hasToken(route, token) &&
      route.paths.some(
        prefix =>
          covers(prefix) &&
          !here.some(
            rival =>
              conditions(rival) !== conditions(route) &&
              rival.paths.some(
                other => covers(other) && other.length > prefix.length,
              ),
          ),
      )
    );
  });
}

function hasToken({ jwt }: Exposure, token: CallToken | undefined): boolean {
  if (!jwt) {
    return true;
  }
  const { iss, aud, role } = (token?.claims ?? {}) as Record<string, string>;
  const among = (values: string[], found: string | string[] | undefined) =>
    [found].flat().some(value => value && values.includes(value));
  return (
    iss === jwt.issuer &&
    (!jwt.audiences || among(jwt.audiences, aud)) &&
    (!jwt.claims || among(jwt.claims.role, role))
  );
}

/** Whether the tokens that a workload is told about let the call through. */
function isTokenRefused(provider: Workload, token?: CallToken): boolean {
  const asked = provider.expose.flatMap(({ jwt }) => jwt ?? []);
  if (asked.length === 0 || !token) {
    return false;
  }
  const own = asked.filter(({ issuer }) => issuer === token.claims.iss);
  const audiences = own.flatMap(jwt => jwt.audiences ?? []);
  return (
    own.length === 0 ||
    (own.every(jwt => jwt.audiences) &&
      ![token.claims.aud].flat().some(aud => audiences.includes(String(aud))))
  );
}

function findGatewayLies(model: MeshModel): string[] {
  const [cluster] = model.clusters;
  const { all } = layersOf(model, cluster);
  const inMesh = model.workloads.filter(item => item.inMesh);
  return inMesh.flatMap(provider =>
    (['public', 'internal'] as const).flatMap(gateway =>
      [...provider.ports, CLOSED].flatMap(port =>
        ['www.example.com', 'store.example.com', 'other.example.com'].flatMap(
          host =>
            PATHS.flatMap(path =>
              ['10.1.2.3', '10.2.0.1'].flatMap(remoteIp =>
                TOKENS.flatMap(token => {
                  const { targetPort } = port;
                  const asked = { gateway, targetPort, host, path, remoteIp };
                  const expected =
                    port.protocol !== 'tcp' &&
                    !isTokenRefused(provider, token) &&
                    isExposed(provider, { ...asked, token });
                  const actual = isAllowed(all, {
                    source: { ...gatewayPod(cluster, gateway), remoteIp },
                    ...{ provider, port },
                    http: {
                      ...{ method: 'GET', host: `${host}:443`, path },
                      ...(token && { tokens: [token] }),
                    },
                  });
                  return actual === expected
                    ? []
                    : [`${JSON.stringify({ ...asked, token })} is ${actual}`];
                }),
              ),
            ),
        ),
      ),
    ),
  );
}

/** What of the objects no API server or control plane would take. */
function findFaults(objects: readonly MeshObject[]): string[] {
  return objects.flatMap(object => {
    const errors = [validateSchema(object), validateWebhook(object)].flatMap(
      result => [...(result?.errors ?? []), ...(result?.warnings ?? [])],
    );
    const { name, annotations } = object.metadata;
    const isNamed = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
    return [
      ...errors,
      ...(isNamed ? [] : ['no name']),
      ...(annotations?.[ANNOTATION_DIGEST] === digestObject(object)
        ? []
        : ['no digest of itself']),
    ].map(error => `${objectKey(object)}: ${error}`);
  });
}

describe('what is compiled', () => {
  it('lets exactly the granted calls through, at each layer and at all', () => {
    fc.assert(
      fc.property(meshModels, options => {
        expect(findLies(meshModel(options))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('lets a caller of a port with operations through to a TCP port, too', () => {
    const port = (name: string, targetPort: number, protocol: 'http' | 'tcp') =>
      ({ name, port: targetPort, targetPort, protocol } as const);
    const model = meshModel({
      workloads: [
        { name: 'c', ports: [] },
        {
          name: 'd',
          ports: [port('http', 8080, 'http'), port('tcp', 5432, 'tcp')],
        },
      ],
      edges: [
        {
          ...{ from: 'c', to: 'd', ports: ['http'] },
          operations: [{ paths: ['/deep/{**}'] }],
        },
        { from: 'c', to: 'd', ports: ['tcp'] },
      ],
    });
    expect(findLies(model)).toEqual([]);
  });

  it('lets in through gateways exactly who a route asks for', () => {
    fc.assert(
      fc.property(meshModels, options => {
        expect(findGatewayLies(meshModel(options))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('is taken by the API server and the control plane, each object once', () => {
    fc.assert(
      fc.property(meshModels, options => {
        const objects = compile(meshModel(options)).map(o => o.object);
        expect(findFaults(objects)).toEqual([]);
        const keys = objects.map(objectKey);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same, byte by byte, in whatever order the model is', () => {
    fc.assert(
      fc.property(meshModels, options => {
        const model = meshModel(options);
        const turned = {
          ...model,
          workloads: [...model.workloads].reverse(),
          edges: [...model.edges].reverse(),
          namespaces: [...model.namespaces].reverse(),
        };
        expect(JSON.stringify(compile(turned))).toBe(
          JSON.stringify(compile(model)),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('differs, for one edge more, in the objects of its two sides alone', () => {
    fc.assert(
      fc.property(meshModels, fc.nat(), (drawn, pick) => {
        // A guardrail and an edge that it forbids are never in one model.
        const { guardrails: _, ...options } = drawn;
        const edges = options.edges ?? [];
        const index = pick % Math.max(1, edges.length);
        const fewer = edges.filter((_edge, i) => i !== index);
        const before = compile(meshModel({ ...options, edges: fewer }));
        const after = compile(meshModel(options));
        const known = new Set(before.map(item => JSON.stringify(item)));
        const sides = [edges[index]?.from, edges[index]?.to];
        const changed = after.filter(item => !known.has(JSON.stringify(item)));
        for (const { workloads, object } of changed) {
          expect(workloads).toHaveLength(1);
          expect(sides).toContain(workloads[0].split(/[/@]/)[1]);
          expect(['ServiceAccount', 'Namespace']).not.toContain(object.kind);
        }
        expect(after.map(item => objectKey(item.object))).toEqual(
          before.map(item => objectKey(item.object)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('holds thousands of callers in policies that the API server takes', () => {
    const callers = Array.from({ length: 6000 }, (_, i) => `caller-${i}`);
    const model = meshModel({
      workloads: [
        { name: 'api' },
        ...callers.map(name => ({ name, namespace: 'callers', ports: [] })),
      ],
      edges: callers.map((from, i) => ({
        ...{ from, to: 'api' },
        operations: [{ methods: ['GET'], paths: [`/p${i % 700}`] }],
      })),
    });
    const objects = compile(model).map(({ object }) => object);
    const mine = objects.filter(
      ({ kind, metadata }) =>
        metadata.namespace === 'api' &&
        ['AuthorizationPolicy', 'NetworkPolicy'].includes(kind),
    );
    expect(findFaults(mine)).toEqual([]);
    for (const object of mine) {
      expect(JSON.stringify(object).length).toBeLessThan(400_000);
    }
    const layers = layersOf(model, model.clusters[0]);
    const provider = workload({ name: 'api' });
    const [port] = provider.ports;
    for (const i of [0, 1, 699, 700, 3210, 5999]) {
      const source = podOf(
        workload({ name: `caller-${i}`, namespace: 'callers' }),
      );
      const call = { source, provider, port };
      const get = (path: string) =>
        isAllowed(layers.all, { ...call, http: { method: 'GET', path } });
      expect([get(`/p${i % 700}`), get('/p9999')]).toEqual([true, false]);
    }
  });
});
