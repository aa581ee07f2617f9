import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import fc from 'fast-check';
import yaml from 'yaml';
import { buildModel } from '../model';
import type { Edge, MeshInput, MeshModel, Workload } from '../model/types';
import { binding, cluster, input } from '../testUtils';
import { meshInputs } from './__testUtils__/meshInputs';
import {
  type Call,
  CLOSED,
  gatewayPod,
  isAllowed,
  isGranted,
  type Layers,
  layersOf,
  podOf,
} from './__testUtils__/meshWorld';

const examples = join(__dirname, '../../../../examples');
const place = cluster();

/** Calls that tell all operations of the generated worlds apart. */
const PROBES = ['GET', 'POST'].flatMap(method =>
  ['/', '/items', '/items/1', '/items/1/parts', '/admins', '/ratings/1'].map(
    path => ({ method, path }),
  ),
);

/** Calls that tell all routes of the generated worlds apart. */
const GATEWAY_PROBES = [
  'www.shop.example.com',
  'www.retail.example.com',
  'store.mesh.internal',
  'other.example.com',
].flatMap(host =>
  ['/', '/items', '/items/1', '/items-old', '/shop'].flatMap(path =>
    ['10.1.2.3', '10.2.0.1'].map(remoteIp => ({ host, path, remoteIp })),
  ),
);

type Pair = { consumer: Workload; provider: Workload; edges: Edge[] };

function listPairs({ workloads, edges }: MeshModel): Pair[] {
  const bound = workloads.filter(({ binding: { state } }) => state === 'bound');
  return bound.flatMap(consumer =>
    bound.map(provider => ({
      consumer,
      provider,
      edges: edges.filter(
        edge =>
          edge.consent.state === 'granted' &&
          edge.consumer === consumer.key &&
          edge.provider === provider.key,
      ),
    })),
  );
}

function listCalls({ consumer, provider }: Pair): Call[][] {
  const source = podOf(consumer);
  return [...provider.ports, CLOSED].map(port =>
    (port.protocol === 'tcp' ? [undefined] : PROBES).map(http => ({
      source,
      provider,
      port,
      ...(http && { http }),
    })),
  );
}

function describeCall(consumer: Workload, { provider, port, http }: Call) {
  return `${consumer.key} -> ${provider.key}:${port.targetPort} ${
    http ? `${http.method} ${http.path}` : ''
  }`;
}

/** What differs from what the model grants; nothing where all is well. */
function findLies(model: MeshModel, layers: Layers): string[] {
  return listPairs(model).flatMap(pair =>
    listCalls(pair).flatMap(calls => [
      ...calls.flatMap(call => {
        const { consumer, provider, edges } = pair;
        const expected = provider.inMesh
          ? isGranted(edges, call)
          : edges.length > 0 && isGranted(withoutOperations(edges), call);
        const actual = isAllowed(layers.all, call);
        return actual === expected
          ? []
          : [`${describeCall(consumer, call)} is ${actual}`];
      }),
      ...findDisagreement(pair, calls, layers),
    ]),
  );
}

/** Who may connect is the same question to both layers. */
function findDisagreement(
  { consumer, provider, edges }: Pair,
  calls: Call[],
  { network, authorization }: Layers,
): string[] {
  const [first] = calls;
  const expected = edges.some(({ ports }) =>
    ports.some(({ targetPort }) => targetPort === first.port.targetPort),
  );
  const layer4 = isAllowed(network, first);
  const layer7 = calls.some(call => isAllowed(authorization, call) === true);
  return layer4 === expected && (layer7 === expected || !provider.inMesh)
    ? []
    : [
        `${describeCall(
          consumer,
          first,
        )}: granted ${expected}, NetworkPolicy ${layer4}, AuthorizationPolicy ${layer7}`,
      ];
}

function withoutOperations(edges: Edge[]): Edge[] {
  return edges.map(({ operations: _, ...edge }) => edge);
}

/** Calls through gateways that differ from what is exposed. */
function findGatewayLies(model: MeshModel, layers: Layers): string[] {
  const bound = model.workloads.filter(
    ({ binding: { state }, inMesh }) => state === 'bound' && inMesh,
  );
  return bound.flatMap(provider =>
    (['public', 'internal'] as const).flatMap(gateway =>
      [...provider.ports, CLOSED].flatMap(port => {
        const routes = provider.expose.filter(
          route =>
            route.gateway === gateway &&
            (route.port
              ? route.port === port.name
              : provider.ports.find(
                  ({ protocol, scrape }) =>
                    ['http', 'grpc'].includes(protocol) && !scrape,
                ) === port),
        );
        const source = gatewayPod(place, gateway);
        const call = { source, provider, port };
        const open = isAllowed(layers.network, call);
        const lies = GATEWAY_PROBES.filter(({ host, path, remoteIp }) => {
          const expected = routes.some(
            route =>
              route.host === host &&
              (!route.from || remoteIp.startsWith('10.1.')) &&
              route.paths.some(
                prefix =>
                  prefix === '/' ||
                  path === prefix ||
                  path.startsWith(`${prefix}/`),
              ),
          );
          const http = { method: 'GET', host, path };
          const asked = { ...call, source: { ...source, remoteIp }, http };
          return isAllowed(layers.all, asked) !== expected;
        });
        return [
          ...(open === routes.length > 0
            ? []
            : [`${gateway} -> ${provider.key}:${port.targetPort} is ${open}`]),
          ...lies.map(
            lie => `${gateway} -> ${provider.key} ${JSON.stringify(lie)}`,
          ),
        ];
      }),
    ),
  );
}

function check(given: MeshInput) {
  const { model } = buildModel(given);
  const layers = layersOf(model, place);
  return {
    model,
    lies: findLies(model, layers),
    gatewayLies: findGatewayLies(model, layers),
  };
}

function readExamples(): Entity[] {
  return ['shop', 'data', 'retail'].flatMap(owner =>
    readdirSync(join(examples, owner)).flatMap(name =>
      yaml
        .parseAllDocuments(
          readFileSync(
            join(examples, owner, name, 'catalog-info.yaml'),
            'utf8',
          ),
        )
        .map(document => document.toJS() as Entity),
    ),
  );
}

describe('what is granted and what is in force', () => {
  it('is the same for the examples, at both layers', () => {
    const { model, lies, gatewayLies } = check(
      input(readExamples(), {
        bindings: [
          binding('*.shop.example.com'),
          binding('*.retail.example.com', 'group:default/retail'),
        ],
      }),
    );
    expect(model.edges).toHaveLength(5);
    expect(lies).toEqual([]);
    expect(gatewayLies).toEqual([]);
  });

  it('is the same for every declaration, at both layers', () => {
    fc.assert(
      fc.property(meshInputs, given => {
        expect(check(given).lies).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('is asked of every kind of consent', () => {
    const edges = fc
      .sample(meshInputs, { numRuns: 200, seed: 1 })
      .flatMap(given => buildModel(given).model.edges);
    const seen = new Set(edges.map(({ consent: { reason } }) => reason));
    expect([...seen]).toEqual(
      expect.arrayContaining(
        ['SameOwner', 'OpenAccess', 'AccessRule', 'Approved'].concat(
          ['Declined', 'WaitsForOwner', 'WiderThanApproved'],
          ['ConsumerNotBound', 'ProviderNotBound', 'SharedIdentity'],
        ),
      ),
    );
    expect(edges.some(({ operations }) => operations)).toBe(true);
  });

  it('lets gateways reach what is exposed and nothing else', () => {
    let exposed = 0;
    fc.assert(
      fc.property(meshInputs, given => {
        const { model, gatewayLies } = check(given);
        exposed += model.workloads.flatMap(({ expose }) => expose).length;
        expect(gatewayLies).toEqual([]);
      }),
      { numRuns: 30 },
    );
    expect(exposed).toBeGreaterThan(0);
  });
});
