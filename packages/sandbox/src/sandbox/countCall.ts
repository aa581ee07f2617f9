import type { CountedCall } from '../controllers';
import type { PrometheusSeries } from '../prometheus';

/** The calls of a probe are played at once, and counted as if they took it. */
const SECONDS = 60;

/** What proxies would have counted of the calls of a probe until now. */
export function countCall(
  call: CountedCall,
  nowSeconds: number = Math.floor(Date.now() / 1000),
): PrometheusSeries {
  const { source, destination, code, mutualTls, calls } = call;
  const principal = (one: { namespace: string; serviceAccount: string }) =>
    `spiffe://cluster.local/ns/${one.namespace}/sa/${one.serviceAccount}`;
  return {
    labels: {
      __name__: 'istio_requests_total',
      reporter: 'destination',
      source_workload: source.name,
      source_workload_namespace: source.namespace,
      source_principal: mutualTls ? principal(source) : 'unknown',
      destination_workload: destination.name,
      destination_workload_namespace: destination.namespace,
      destination_principal: mutualTls ? principal(destination) : 'unknown',
      destination_service: `${destination.service}.${destination.namespace}.svc.cluster.local`,
      destination_service_name: destination.service,
      destination_service_namespace: destination.namespace,
      request_protocol: 'http',
      response_code: code,
      response_flags: '-',
      connection_security_policy: mutualTls ? 'mutual_tls' : 'none',
    },
    perSecond: calls / SECONDS,
    since: nowSeconds - SECONDS,
    until: nowSeconds,
  };
}
