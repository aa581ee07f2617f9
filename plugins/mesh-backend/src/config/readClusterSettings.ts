import { type Config, readDurationFromConfig } from '@backstage/config';
import { toError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import type {
  ClusterConfig,
  GatewayConfig,
} from '@meshwright/plugin-mesh-common';
import { parseBlock } from './parseBlock';
import { clusterOptions } from './schemas';
import type { ClusterSettings } from './types';

/** What watches told is compared with a listing so often. */
const RELIST_MS = 30 * 60_000;

/**
 * Reads one entry of `mesh.clusters`. A broken one is that cluster's problem:
 * the backend and the other clusters go on.
 */
export function readClusterSettings(
  block: Config,
  position: number,
): ClusterSettings {
  const fallback = {
    name: readOr(block, 'name') ?? `clusters[${position}]`,
    environment: readOr(block, 'environment') ?? '',
    block,
  };
  try {
    return {
      ...fallback,
      cluster: readClusterConfig(block),
      type: block.getString('type'),
      dnsType: block.getOptionalString('dns.type'),
      prometheusUrl: readPrometheusUrl(block),
      relistMs: readRelist(block),
    };
  } catch (error) {
    return {
      ...fallback,
      problem: `The configuration of cluster '${
        fallback.name
      }' is not usable: ${toError(error).message}`,
    };
  }
}

/** Undefined when nothing is to be followed by watches. */
function readRelist(block: Config): number | undefined {
  const cache = block.getOptionalConfig('cache');
  if (cache?.getOptionalBoolean('enabled') === false) {
    return undefined;
  }
  return cache?.has('relist')
    ? durationToMilliseconds(readDurationFromConfig(cache, { key: 'relist' }))
    : RELIST_MS;
}

/** What is no text is no URL either; whoever uses it says so. */
function readPrometheusUrl(block: Config): string | undefined {
  if (!block.has('prometheus')) {
    return undefined;
  }
  const value = block.getOptional<{ url?: unknown } | string>('prometheus');
  return String(typeof value === 'object' ? value?.url ?? '' : value);
}

function readOr(block: Config, key: string): string | undefined {
  const value = block.getOptional(key);
  return typeof value === 'string' && value ? value : undefined;
}

function readClusterConfig(block: Config): ClusterConfig {
  const dnsZone = block.getOptionalString('dns.zone');
  return {
    name: block.getString('name'),
    environment: block.getString('environment'),
    trustDomain: block.getOptionalString('trustDomain') ?? 'cluster.local',
    rootNamespace:
      block.getOptionalString('rootNamespace') ?? 'aks-istio-system',
    revision: block.getString('revision'),
    gateways: {
      internal: readGateway(block, 'internal'),
      public: readGateway(block, 'public'),
    },
    ...(dnsZone && {
      dnsZone,
      dnsTtl: block.getOptionalNumber('dns.ttl') ?? 300,
    }),
    dnsSelector: readLabels(block, 'dnsSelector') ?? { 'k8s-app': 'kube-dns' },
    ...parseBlock(clusterOptions, { at: '', value: block.get() }),
  };
}

function readGateway(
  block: Config,
  which: 'internal' | 'public',
): GatewayConfig | undefined {
  const gateway = block.getOptionalConfig(`gateways.${which}`);
  if (!gateway) {
    return undefined;
  }
  return {
    namespace: gateway.getString('namespace'),
    selector: readLabels(gateway, 'selector') ?? {},
    serviceAccount: gateway.getString('serviceAccount'),
    address: gateway.getOptionalString('address'),
    tlsCredential: gateway.getOptionalString('tlsCredential'),
  };
}

/** Label keys have dots and slashes, so they are no paths into the config. */
function readLabels(
  block: Config,
  key: string,
): Record<string, string> | undefined {
  const labels = block.getOptional<Record<string, unknown>>(key);
  if (labels === undefined) {
    return undefined;
  }
  if (typeof labels !== 'object' || labels === null) {
    throw new Error(`'${key}' must be labels and their values`);
  }
  const wrong = Object.keys(labels).find(
    label => typeof labels[label] !== 'string',
  );
  if (wrong) {
    throw new Error(`'${key}' has no text as the value of '${wrong}'`);
  }
  return labels as Record<string, string>;
}
