import { isJson } from '../kubernetes/types';
import type { KubeObject } from '../kubernetes/types';
import type { Cluster } from './Cluster';
import { findPods, mayConnect } from './judgeCall';
import type { Resolver } from './probes';

const SUFFIX = /\.svc(\.cluster\.local)?$/;

/** IPv4 addresses of a name as a pod sees them; none when nobody answers. */
export function lookUp(
  cluster: Cluster,
  options: { pod: KubeObject; name: string; resolve?: Resolver },
): string[] {
  const { pod, name, resolve } = options;
  const dns = cluster.get('services', 'kube-system', 'kube-dns');
  const servers = dns ? findPods(cluster, dns) : [];
  const isAnswered = servers.some(server =>
    mayConnect(cluster, { pod, server, port: 53 }),
  );
  if (!isAnswered) {
    return [];
  }
  if (!SUFFIX.test(name)) {
    return resolve?.(name) ?? [];
  }
  if (name.startsWith('kubernetes.default.')) {
    return ['10.0.0.1'];
  }
  const service = findService(cluster, name);
  const address = isJson(service?.spec) ? service.spec.clusterIP : undefined;
  return typeof address === 'string' ? [address] : [];
}

/** The Service that a name of the cluster stands for. */
export function findService(
  cluster: Cluster,
  name: string,
): KubeObject | undefined {
  const [service, namespace, ...rest] = name.replace(SUFFIX, '').split('.');
  return SUFFIX.test(name) && rest.length === 0
    ? cluster.get('services', namespace, service)
    : undefined;
}
