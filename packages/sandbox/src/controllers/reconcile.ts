import { isDeepStrictEqual } from 'node:util';
import { isJson } from '../kubernetes/types';
import type { Json, KubeObject } from '../kubernetes/types';
import { AddressPool } from './addresses';
import type { Cluster } from './Cluster';
import { injectProxy, installedRevisions, revisionFor } from './inject';
import {
  buildPod,
  isCurrent,
  isOwnedBy,
  runningStatus,
  wantedPods,
  workloadStatus,
} from './pods';
import type { Workload, WorkloadKind } from './pods';
import type { JobRunner } from './jobs';

const ADDRESS_ANNOTATION =
  'service.beta.kubernetes.io/azure-load-balancer-ipv4';

const ROOT_CERT = [
  '-----BEGIN CERTIFICATE-----',
  'c2FuZGJveA==',
  '-----END CERTIFICATE-----',
  '',
].join('\n');

function record(value: unknown): Json {
  return isJson(value) ? value : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * One look at the cluster, and everything that follows from it. Answers in
 * how many milliseconds another look is due although nothing changes.
 */
export async function reconcile(
  cluster: Cluster,
  jobs: JobRunner,
): Promise<number | undefined> {
  for (const namespace of cluster.all('namespaces')) {
    await furnishNamespace(cluster, namespace);
  }
  await giveAddresses(cluster);
  await runWorkloads(cluster);
  return jobs.run(cluster);
}

function isGoing(namespace: KubeObject | undefined): boolean {
  return namespace?.metadata.deletionTimestamp !== undefined;
}

async function furnishNamespace(
  cluster: Cluster,
  namespace: KubeObject,
): Promise<void> {
  const { name } = namespace.metadata;
  if (isGoing(namespace)) {
    return;
  }
  if (!cluster.get('serviceAccounts', name, 'default')) {
    await cluster.create('serviceAccounts', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace: name },
    });
  }
  if (!cluster.get('configMaps', name, 'istio-ca-root-cert')) {
    await cluster.create('configMaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'istio-ca-root-cert',
        namespace: name,
        labels: { 'istio.io/config': 'true' },
      },
      data: { 'root-cert.pem': ROOT_CERT },
    });
  }
}

/** Addresses of the cluster's network and of the cloud's, for Services. */
export async function giveAddresses(cluster: Cluster): Promise<void> {
  const services = cluster.all('services');
  const clusterIps = new AddressPool(
    '10.0',
    services.map(one => text(record(one.spec).clusterIP)),
  );
  const publicIps = new AddressPool('20.50', services.map(ingressIp));
  for (const service of services) {
    const spec = record(service.spec);
    if (!spec.clusterIP && spec.type !== 'ExternalName') {
      const clusterIP = clusterIps.take();
      await cluster.patch('services', service, {
        spec: { clusterIP, clusterIPs: [clusterIP] },
      });
    }
    const wanted = service.metadata.annotations?.[ADDRESS_ANNOTATION];
    const current = ingressIp(service);
    if (spec.type === 'LoadBalancer' && current !== (wanted ?? current ?? '')) {
      const ip = wanted ?? publicIps.take();
      await cluster.setStatus('services', service, {
        loadBalancer: { ingress: [{ ip }] },
      });
    }
  }
}

function ingressIp(service: KubeObject): string | undefined {
  const { ingress } = record(record(service.status).loadBalancer);
  return Array.isArray(ingress) ? text(record(ingress[0]).ip) : undefined;
}

function workloads(cluster: Cluster): Workload[] {
  const nodes = cluster.all('nodes').map(node => node.metadata.name);
  const all: WorkloadKind[] = ['deployments', 'statefulSets', 'daemonSets'];
  return all.flatMap(kind =>
    cluster.all(kind).map(object => ({ kind, object, nodes })),
  );
}

async function runWorkloads(cluster: Cluster): Promise<void> {
  const all = workloads(cluster);
  for (const pod of cluster.all('pods')) {
    const isOrphan =
      pod.metadata.ownerReferences?.length &&
      ![...all.map(({ object }) => object), ...cluster.all('jobs')].some(one =>
        isOwnedBy(pod, one),
      );
    if (isOrphan) {
      await cluster.delete('pods', pod);
    }
  }
  const addresses = new AddressPool(
    '10.244',
    cluster.all('pods').map(pod => text(record(pod.status).podIP)),
  );
  for (const workload of all) {
    const { namespace } = workload.object.metadata;
    if (!isGoing(cluster.get('namespaces', undefined, namespace ?? ''))) {
      await runWorkload(cluster, workload, addresses);
    }
  }
  for (const pod of cluster.all('pods')) {
    await startPod(cluster, pod, addresses);
  }
}

async function runWorkload(
  cluster: Cluster,
  workload: Workload,
  addresses: AddressPool,
): Promise<void> {
  const { namespace } = workload.object.metadata;
  const wanted = wantedPods(workload);
  for (const pod of cluster.all('pods')) {
    const stays =
      isCurrent(pod, workload) && wanted.includes(pod.metadata.name);
    if (isOwnedBy(pod, workload.object) && !stays) {
      await cluster.delete('pods', pod);
    }
  }
  for (const name of wanted) {
    if (!cluster.get('pods', namespace, name)) {
      const pod = injected(cluster, workload, buildPod(workload, name));
      const created = await cluster.create('pods', pod);
      if (created) {
        await startPod(cluster, created, addresses);
      }
    }
  }
  const running = wanted.filter(name => cluster.get('pods', namespace, name));
  await report(cluster, workload, running.length);
}

function injected(
  cluster: Cluster,
  workload: Workload,
  pod: KubeObject,
): KubeObject {
  const { name, namespace = '' } = workload.object.metadata;
  const revision = revisionFor(
    pod,
    cluster.get('namespaces', undefined, namespace),
    installedRevisions(cluster.all('deployments')),
  );
  return revision ? injectProxy(pod, revision, name) : pod;
}

async function startPod(
  cluster: Cluster,
  pod: KubeObject,
  addresses: AddressPool,
): Promise<void> {
  const status = record(pod.status);
  const isPending = (status.phase ?? 'Pending') === 'Pending';
  if (isPending && !pod.metadata.deletionTimestamp) {
    const ip = text(status.podIP) ?? addresses.take();
    await cluster.setStatus('pods', pod, runningStatus(pod, ip));
  }
}

async function report(
  cluster: Cluster,
  workload: Workload,
  ready: number,
): Promise<void> {
  const { kind, object } = workload;
  const status = workloadStatus(workload, ready);
  const current = record(object.status);
  const same = Object.entries(status).every(([key, value]) =>
    isDeepStrictEqual(value, current[key]),
  );
  if (!same) {
    await cluster.setStatus(kind, object, status);
  }
}
