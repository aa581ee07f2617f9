import type {
  Approval,
  ApprovalParty,
  Binding,
  ClusterConfig,
  MeshInput,
  NamespaceStage,
} from '@meshwright/plugin-mesh-common';
import {
  drawBlueprints,
  MAIN_CLUSTER,
  SECOND_CLUSTER,
  type Blueprint,
} from './blueprints';
import { createContract } from './createContract';
import { apiRefOf, createEntities, locationOf, refOf } from './createEntities';

const INSTANT = '2026-11-23T12:00:00.000Z';
const BEFORE = '2026-11-01T00:00:00.000Z';
const APPROVER = 'user:default/olaf';

/**
 * The catalog of a company as it reaches the engine: services with a heavy
 * tail of dependencies, a fifth of them with the contract of an API, in two
 * clusters, owned by teams of twelve services, and with the approvals that
 * the owners gave to nine of ten callers of other teams.
 */
export function createMeshInput(options: {
  services: number;
  seed?: number;
}): MeshInput {
  const { services, seed = 1 } = options;
  const blueprints = drawBlueprints(services, seed);
  return {
    version: 1,
    instant: INSTANT,
    instance: 'benchmark',
    clusters: [
      createCluster(MAIN_CLUSTER, 'production'),
      createCluster(SECOND_CLUSTER, 'test'),
    ],
    entities: blueprints.flatMap(item => createEntities(item, blueprints)),
    contracts: Object.fromEntries(
      blueprints
        .filter(item => item.hasContract)
        .map(item => [apiRefOf(item), createContract(item.index)]),
    ),
    guardrails: [],
    bindings: createBindings(blueprints),
    approvals: createApprovals(blueprints),
    stages: createStages(blueprints),
    lastGood: [],
    defaults: { approval: 'owner', retiringHours: 24, unclaimed: 'ask' },
  };
}

function createCluster(name: string, environment: string): ClusterConfig {
  const gateway = (kind: string) => ({
    namespace: 'aks-istio-ingress',
    selector: { istio: `aks-istio-ingressgateway-${kind}` },
    serviceAccount: `aks-istio-ingressgateway-${kind}`,
  });
  return {
    name,
    environment,
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
  };
}

function createBindings(blueprints: readonly Blueprint[]): Binding[] {
  const bindings = new Map<string, Binding>();
  for (const { kind, name, namespace, owner } of blueprints) {
    const what =
      kind === 'external' ? { host: `${name}.example.net` } : { namespace };
    const id = what.host ?? namespace;
    bindings.set(id, {
      id,
      cluster: '*',
      ...what,
      owner,
      origin: 'config',
      by: 'config',
      at: BEFORE,
    });
  }
  return [...bindings.values()];
}

function createStages(blueprints: readonly Blueprint[]): NamespaceStage[] {
  const places = new Set(
    blueprints.flatMap(({ clusters, namespace }) =>
      clusters.map(cluster => `${cluster}/${namespace}`),
    ),
  );
  return [...places].sort().map(place => {
    const [cluster = '', namespace = ''] = place.split('/');
    return {
      cluster,
      namespace,
      stage: 'enforce',
      step: 'network',
      created: true,
      by: APPROVER,
      at: BEFORE,
    };
  });
}

/** Nine of ten edges between teams that need a decision have one. */
function createApprovals(blueprints: readonly Blueprint[]): Approval[] {
  return blueprints.flatMap(consumer =>
    consumer.needs.flatMap((target, position) => {
      const provider = blueprints[target];
      const needed =
        provider &&
        provider.owner !== consumer.owner &&
        provider.access !== 'open' &&
        (consumer.index + position) % 10 !== 0;
      return needed ? [createApproval(consumer, provider)] : [];
    }),
  );
}

function createApproval(consumer: Blueprint, provider: Blueprint): Approval {
  const consumerRef = refOf(consumer);
  const providerRef = refOf(provider);
  const port = { service: 'http', database: 'tcp', external: 'tls' };
  return {
    id: `${consumer.index}-${provider.index}`,
    consumerRef,
    providerRef,
    environment: '*',
    decision: 'approve',
    scope: {
      consumer: partyOf(consumer),
      provider: partyOf(provider),
      ports: [port[provider.kind]],
      ...(provider.hasContract && { apis: [apiRefOf(provider)] }),
    },
    by: APPROVER,
    at: BEFORE,
  };
}

function partyOf(blueprint: Blueprint): ApprovalParty {
  const { kind, namespace, name, owner } = blueprint;
  return {
    entityRef: refOf(blueprint),
    owner,
    location: locationOf(blueprint),
    identities: kind === 'external' ? [] : [`${namespace}/${name}`],
  };
}
