import type { ProxyService, Workload } from '../../model/types';
import type { CompiledObject } from '../../objects';
import { listHostsOf } from '../externalHosts';
import { judgesCallsTo } from '../judgesCallsTo';
import { serviceHost } from '../meshHosts';
import { effectAt, type Scope } from '../Scope';
import { nameOf, toObject, unique } from '../toObject';

/** Istio's words for "nothing". */
const NOTHING = '~/*';

/** What a proxy knows and lets out: what is declared, and no more. */
export function emitSidecar(
  scope: Scope,
  workload: Workload,
): CompiledObject[] {
  if (!workload.inMesh || !effectAt(scope, workload).network) {
    return [];
  }
  const { key, selector, namespace } = workload;
  const hosts = unique([
    ...listProviderHosts(scope, workload),
    ...listHostsOf(scope, workload).map(host => `./${host}`),
    ...listPlatformHosts(scope, workload),
  ]);
  return [
    toObject(scope, {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      name: nameOf({ prefix: 'reach-of-', workload }),
      namespace,
      spec: {
        workloadSelector: { labels: selector },
        egress: [{ hosts: hosts.length > 0 ? hosts : [NOTHING] }],
        outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
      },
      workloads: [workload],
      edges: [
        ...(scope.outbound.get(key) ?? []),
        ...(scope.egress.get(key) ?? []),
      ],
    }),
  ];
}

/** Services, and the names of the private zone under which they are called. */
function listProviderHosts(scope: Scope, { key }: Workload): string[] {
  const hosts: string[] = [];
  for (const { provider } of scope.outbound.get(key) ?? []) {
    const reach = scope.marks.get(provider)?.reach;
    if (reach) {
      hosts.push(reach, ...(scope.meshHosts.get(provider) ?? []));
    }
  }
  return hosts;
}

/** What proxies call by themselves, where they know it by a Service. */
function listPlatformHosts({ cluster }: Scope, workload: Workload): string[] {
  const { proxyServices = [], externalAuthorizer } = cluster;
  const services: ProxyService[] = [
    ...proxyServices,
    ...(externalAuthorizer && judgesCallsTo(cluster, workload)
      ? [externalAuthorizer]
      : []),
  ];
  return services.flatMap(service => {
    const host = serviceHost(service);
    return host ? [`${service.namespace}/${host}`] : [];
  });
}
