import type { ClusterConfig } from '@meshwright/plugin-mesh-common';
import { isRecord } from '@meshwright/plugin-mesh-common/evaluate';
import { UnreadableError } from '../terminal';
import { readDataFile } from './readDataFile';

/** A gateway as the Istio add-on of AKS installs it. */
function gateway(which: 'internal' | 'external') {
  const name = `aks-istio-ingressgateway-${which}`;
  return {
    namespace: 'aks-istio-ingress',
    selector: { istio: name },
    serviceAccount: name,
  };
}

/** A cluster of which only the name is known: as AKS makes them. */
export function assumeCluster(name: string): ClusterConfig {
  return {
    name,
    environment: 'production',
    trustDomain: 'cluster.local',
    rootNamespace: 'aks-istio-system',
    revision: 'asm-1-29',
    istio: '1.29',
    gateways: { internal: gateway('internal'), public: gateway('external') },
    dnsSelector: { 'k8s-app': 'kube-dns' },
  };
}

/**
 * Reads the list of `--clusters`: entries of `ClusterConfig`; what an entry
 * leaves out is as on AKS.
 */
export async function readClusters(
  path: string,
  cwd: string,
): Promise<ClusterConfig[]> {
  const value = await readDataFile(path, cwd);
  const list = isRecord(value) && 'clusters' in value ? value.clusters : value;
  if (!Array.isArray(list) || list.length === 0) {
    throw new UnreadableError(`${path}: It is no list of clusters`);
  }
  return list.map((entry: unknown, index) => {
    const problem = describeProblem(entry);
    if (problem) {
      throw new UnreadableError(`${path}: cluster ${index + 1}: ${problem}`);
    }
    return toCluster(entry as ClusterConfig);
  });
}

/** An entry that leaves out all gateways has those of AKS. */
function toCluster(entry: ClusterConfig): ClusterConfig {
  return { ...assumeCluster(entry.name), ...entry };
}

const TEXTS = [
  'environment',
  'trustDomain',
  'rootNamespace',
  'revision',
  'istio',
  'dnsZone',
  'nodeLocalDns',
] as const;

function describeProblem(entry: unknown): string | undefined {
  if (!isRecord(entry)) return 'it is no object';
  if (typeof entry.name !== 'string' || entry.name === '') {
    return 'it has no name';
  }
  const wrong = TEXTS.find(
    key => entry[key] !== undefined && typeof entry[key] !== 'string',
  );
  if (wrong) return `'${wrong}' is no text`;
  if (entry.gateways === undefined) return undefined;
  if (!isRecord(entry.gateways)) return "'gateways' is no object";
  return Object.entries(entry.gateways).flatMap(([name, made]) =>
    isGateway(made)
      ? []
      : [`gateway '${name}' needs namespace, selector and serviceAccount`],
  )[0];
}

function isGateway(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value.namespace === 'string' &&
    typeof value.serviceAccount === 'string' &&
    isRecord(value.selector)
  );
}
