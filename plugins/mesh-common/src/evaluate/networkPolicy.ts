import type { MeshObject } from '../objects';
import { readSelector, type LabelSelector } from './labelSelector';
import { parseBlock, type Block } from './matchIp';
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
  peers?: readonly NetworkPeer[];
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

export type NetworkRules = {
  policies: SelectorIndex<CompiledNetworkPolicy>;
  namespaceLabels: Map<string, Record<string, string>>;
};

export function indexNetwork(objects: readonly MeshObject[]): NetworkRules {
  const policies = new SelectorIndex<CompiledNetworkPolicy>();
  const namespaceLabels = new Map<string, Record<string, string>>();
  for (const object of objects) {
    if (object.kind === 'NetworkPolicy') {
      const policy = compileNetworkPolicy(object);
      policies.add(policy.namespace, policy.pods.matchLabels, policy);
    } else if (object.kind === 'Namespace') {
      namespaceLabels.set(
        object.metadata.name,
        toLabels(object.metadata.labels),
      );
    }
  }
  return { policies, namespaceLabels };
}

function compileNetworkPolicy(object: MeshObject): CompiledNetworkPolicy {
  const spec = toRecord(object.spec);
  const types = toTexts(spec.policyTypes);
  const implied = Array.isArray(spec.egress)
    ? ['Ingress', 'Egress']
    : ['Ingress'];
  const directions = types.length > 0 ? types : implied;
  return {
    namespace: object.metadata.namespace ?? 'default',
    name: object.metadata.name,
    pods: readSelector(spec.podSelector),
    ingress: directions.includes('Ingress')
      ? toRecords(spec.ingress).map(rule => readRule(rule.from, rule.ports))
      : undefined,
    egress: directions.includes('Egress')
      ? toRecords(spec.egress).map(rule => readRule(rule.to, rule.ports))
      : undefined,
  };
}

function readRule(peers: unknown, ports: unknown): NetworkRule {
  const readPeers = toRecords(peers).map(readPeer);
  const readPorts = toRecords(ports).map(readPort);
  return {
    peers: readPeers.length > 0 ? readPeers : undefined,
    ports: readPorts.length > 0 ? readPorts : undefined,
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
