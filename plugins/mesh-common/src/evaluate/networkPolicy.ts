import type { MeshObject } from '../objects';
import { readSelector, type LabelSelector } from './labelSelector';
import { parseBlock, type Block } from './matchIp';
import { PeerIndex, type PeerSet } from './peerIndex';
import { isRecord, toLabels, toRecord, toRecords, toTexts } from './readJson';
import { SelectorIndex } from './selectorIndex';

export type NetworkPeer = {
  block?: Block;
  except: readonly Block[];
  namespaces?: LabelSelector;
  pods?: LabelSelector;
};

export type NetworkPort = {
  protocol: string;
  /** Number or name; undefined for all. */
  port?: number | string;
  endPort?: number;
};

/** Peers and ports of one rule; undefined for all. */
export type NetworkRule = {
  peers?: PeerSet;
  ports?: readonly NetworkPort[];
};

/** A NetworkPolicy, ready to be judged. */
export type CompiledNetworkPolicy = {
  namespace: string;
  name: string;
  pods: LabelSelector;
  /** Undefined when the policy says nothing about the direction. */
  ingress?: readonly NetworkRule[];
  egress?: readonly NetworkRule[];
};

export type NetworkDirection = 'ingress' | 'egress';

export type NetworkRules = {
  /** Those that isolate pods in a direction, by name within a namespace. */
  policies: Record<NetworkDirection, SelectorIndex<CompiledNetworkPolicy>>;
  peers: PeerIndex;
  namespaceLabels: Map<string, Record<string, string>>;
  /** Labels that policies choose pods by beside `matchLabels`. */
  expressionNames: ReadonlySet<string>;
};

export function indexNetwork(objects: readonly MeshObject[]): NetworkRules {
  const policies = {
    ingress: new SelectorIndex<CompiledNetworkPolicy>(),
    egress: new SelectorIndex<CompiledNetworkPolicy>(),
  };
  const peers = new PeerIndex();
  const namespaceLabels = new Map<string, Record<string, string>>();
  const compiled: CompiledNetworkPolicy[] = [];
  for (const object of objects) {
    if (object.kind === 'NetworkPolicy') {
      compiled.push(compileNetworkPolicy(object, peers));
    } else if (object.kind === 'Namespace') {
      namespaceLabels.set(
        object.metadata.name,
        toLabels(object.metadata.labels),
      );
    }
  }
  for (const policy of compiled.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    for (const direction of ['ingress', 'egress'] as const) {
      if (policy[direction]) {
        const { namespace, pods } = policy;
        policies[direction].add(namespace, pods.matchLabels, policy);
      }
    }
  }
  const expressionNames = new Set(
    compiled.flatMap(({ pods }) => pods.expressions.map(({ key }) => key)),
  );
  return { policies, peers, namespaceLabels, expressionNames };
}

function compileNetworkPolicy(
  object: MeshObject,
  index: PeerIndex,
): CompiledNetworkPolicy {
  const spec = toRecord(object.spec);
  const types = toTexts(spec.policyTypes);
  const implied = Array.isArray(spec.egress)
    ? ['Ingress', 'Egress']
    : ['Ingress'];
  const directions = types.length > 0 ? types : implied;
  const namespace = object.metadata.namespace ?? 'default';
  const readRules = (rules: unknown, side: 'from' | 'to') =>
    toRecords(rules).map(rule => {
      const peers = toRecords(rule[side]).map(readPeer);
      const ports = toRecords(rule.ports).map(readPort);
      return {
        peers: peers.length > 0 ? index.add(peers, namespace) : undefined,
        ports: ports.length > 0 ? ports : undefined,
      };
    });
  return {
    namespace,
    name: object.metadata.name,
    pods: readSelector(spec.podSelector),
    ingress: directions.includes('Ingress')
      ? readRules(spec.ingress, 'from')
      : undefined,
    egress: directions.includes('Egress')
      ? readRules(spec.egress, 'to')
      : undefined,
  };
}

function readPeer(peer: Record<string, unknown>): NetworkPeer {
  const ipBlock = toRecord(peer.ipBlock);
  return {
    block:
      typeof ipBlock.cidr === 'string' ? parseBlock(ipBlock.cidr) : undefined,
    except: toTexts(ipBlock.except).flatMap(text => parseBlock(text) ?? []),
    namespaces: isRecord(peer.namespaceSelector)
      ? readSelector(peer.namespaceSelector)
      : undefined,
    pods: isRecord(peer.podSelector)
      ? readSelector(peer.podSelector)
      : undefined,
  };
}

function readPort(port: Record<string, unknown>): NetworkPort {
  return {
    protocol: typeof port.protocol === 'string' ? port.protocol : 'TCP',
    port:
      typeof port.port === 'number' || typeof port.port === 'string'
        ? port.port
        : undefined,
    endPort: typeof port.endPort === 'number' ? port.endPort : undefined,
  };
}
