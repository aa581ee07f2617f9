import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type {
  ClusterCredentials,
  ClusterProvisioner,
  DnsZone,
  DnsZoneFactory,
  MeshCluster,
  MeshClustersExtensionPoint,
  MeshDnsExtensionPoint,
  MeshProvisionersExtensionPoint,
  MeshTrafficExtensionPoint,
  TrafficCredentials,
  TrafficSource,
} from '@meshwright/plugin-mesh-node';
import {
  type CredentialsSource,
  KubeconfigCredentials,
  KubernetesConnection,
  KubernetesMeshCluster,
} from './clusters';
import type { ClusterSettings } from './config';
import { type HeadersSource, PrometheusTrafficSource } from './observe';
import type { ManagedCluster } from './reconcile';

/** What modules have registered. */
export class Extensions
  implements
    MeshClustersExtensionPoint,
    MeshDnsExtensionPoint,
    MeshProvisionersExtensionPoint,
    MeshTrafficExtensionPoint
{
  readonly credentials = new Map<string, ClusterCredentials>();
  readonly zones = new Map<string, DnsZoneFactory>();
  readonly traffic = new Map<string, TrafficCredentials>();
  readonly provisioners = new Map<string, ClusterProvisioner>();
  readonly clusters = new Map<
    string,
    { cluster: MeshCluster; traffic?: TrafficSource }
  >();

  constructor() {
    this.addCredentials(new KubeconfigCredentials());
  }

  addCredentials(credentials: ClusterCredentials): void {
    this.credentials.set(credentials.type, credentials);
  }

  addCluster(
    cluster: MeshCluster,
    options: { traffic?: TrafficSource } = {},
  ): void {
    this.clusters.set(cluster.name, { cluster, ...options });
  }

  addTrafficCredentials(credentials: TrafficCredentials): void {
    this.traffic.set(credentials.type, credentials);
  }

  addDnsZoneFactory(factory: DnsZoneFactory): void {
    this.zones.set(factory.type, factory);
  }

  addProvisioner(provisioner: ClusterProvisioner): void {
    this.provisioners.set(provisioner.provider, provisioner);
  }
}

/**
 * A cluster with what it is reached through. Nothing is connected to yet;
 * what cannot be made is that cluster's problem.
 */
export function createManagedCluster(options: {
  settings: ClusterSettings;
  extensions: Extensions;
  logger: LoggerService;
}): ManagedCluster {
  const { settings, extensions, logger } = options;
  const { name, environment } = settings;
  const base = { name, environment, config: settings.cluster };
  try {
    if (settings.problem) {
      throw new Error(settings.problem);
    }
    return {
      ...base,
      cluster: createCluster(settings, extensions, logger),
      zone: createZone(settings, extensions),
      traffic: createTraffic(settings, extensions),
    };
  } catch (error) {
    const problem = toError(error).message;
    logger.error('A cluster is not managed', { cluster: name, problem });
    return { ...base, problem };
  }
}

/** A connection for work past the mesh. Throws when nothing can reach it. */
export function createConnection(
  settings: ClusterSettings,
  extensions: Extensions,
): KubernetesConnection {
  return new KubernetesConnection({
    cluster: settings.name,
    credentials: findCredentials(settings, extensions),
  });
}

function createCluster(
  settings: ClusterSettings,
  extensions: Extensions,
  logger: LoggerService,
): MeshCluster {
  const { name, cluster } = settings;
  const ready = extensions.clusters.get(name);
  if (ready) {
    return ready.cluster;
  }
  return KubernetesMeshCluster.create({
    name,
    credentials: findCredentials(settings, extensions),
    rootNamespace: cluster?.rootNamespace ?? '',
    relistMs: settings.relistMs,
    logger: logger.child({ cluster: name }),
  });
}

function findCredentials(
  { name, type = '', block }: ClusterSettings,
  extensions: Extensions,
): CredentialsSource {
  const credentials = extensions.credentials.get(type);
  if (!credentials) {
    throw new Error(
      `Cluster '${name}' is of type '${type}', which nothing here can reach; known are ${quote(
        extensions.credentials,
      )}`,
    );
  }
  return () => credentials.getKubeconfig({ cluster: name, config: block });
}

function createZone(
  { name, dnsType, block }: ClusterSettings,
  { zones }: Extensions,
): DnsZone | undefined {
  if (!dnsType) {
    return undefined;
  }
  const factory = zones.get(dnsType);
  if (!factory) {
    throw new Error(
      `The zone of cluster '${name}' is of type '${dnsType}', which nothing here can reach; known are ${
        quote(zones) || 'none'
      }`,
    );
  }
  return factory.create({ cluster: name, config: block.getConfig('dns') });
}

function createTraffic(
  settings: ClusterSettings,
  extensions: Extensions,
): TrafficSource | undefined {
  const { name, prometheusUrl: url } = settings;
  const ready = extensions.clusters.get(name)?.traffic;
  if (ready) {
    return ready;
  }
  if (url === undefined) {
    return undefined;
  }
  try {
    const headers = findHeaders(settings, extensions);
    return PrometheusTrafficSource.create({ url, headers });
  } catch (error) {
    // Nothing depends on traffic: it is unknown, and the pages say why.
    const problem = toError(error);
    return {
      observe: async () => {
        throw problem;
      },
    };
  }
}

/** How a Prometheus is signed in to; undefined when nobody has to. */
function findHeaders(
  { name, block }: ClusterSettings,
  { traffic }: Extensions,
): HeadersSource | undefined {
  if (typeof block.getOptional('prometheus') !== 'object') {
    return undefined;
  }
  const config = block.getConfig('prometheus');
  const type = config.getOptionalString('type');
  if (type === undefined) {
    return undefined;
  }
  const credentials = traffic.get(type);
  if (!credentials) {
    throw new Error(
      `The Prometheus of cluster '${name}' is of type '${type}', which nothing here can sign in to; known are ${
        quote(traffic) || 'none'
      }`,
    );
  }
  return signal => credentials.getHeaders({ cluster: name, config, signal });
}

function quote(known: ReadonlyMap<string, unknown>): string {
  return [...known.keys()].map(type => `'${type}'`).join(', ');
}
