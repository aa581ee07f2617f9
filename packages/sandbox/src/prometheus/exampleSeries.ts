import type { PrometheusSeries } from './evaluateExpression';

type Party = { namespace: string; name: string };

const HOUR = 3600;

/**
 * The traffic of the example services as their sidecars count it; it began an
 * hour ago.
 *
 * @public
 */
export function exampleSeries(
  nowSeconds: number = Math.floor(Date.now() / 1000),
): PrometheusSeries[] {
  const retail = (name: string) => ({ namespace: 'retail', name });
  const web = { namespace: 'shop-web', name: 'web' };
  const api = { namespace: 'shop-api', name: 'api' };
  const database = { namespace: 'shop-data', name: 'database' };
  const since = nowSeconds - HOUR;
  const http = (from: Party, to: Party, perSecond: number) => ({
    labels: {
      __name__: 'istio_requests_total',
      ...describeCall(from, to),
      request_protocol: 'http',
      response_code: '200',
    },
    perSecond,
    since,
  });
  const tcp = (from: Party, to: Party, perSecond: number) => ({
    labels: {
      __name__: 'istio_tcp_connections_opened_total',
      ...describeCall(from, to),
      request_protocol: 'tcp',
    },
    perSecond,
    since,
  });
  return [
    http(web, api, 4),
    tcp(api, database, 0.5),
    http(retail('productpage'), retail('details'), 2),
    http(retail('productpage'), retail('reviews'), 2),
    http(retail('reviews'), retail('ratings'), 1.5),
  ];
}

function describeCall(from: Party, to: Party): Record<string, string> {
  return {
    reporter: 'destination',
    source_app: from.name,
    source_workload: from.name,
    source_workload_namespace: from.namespace,
    source_principal: principal(from),
    destination_app: to.name,
    destination_workload: to.name,
    destination_workload_namespace: to.namespace,
    destination_principal: principal(to),
    destination_service: `${to.name}.${to.namespace}.svc.cluster.local`,
    destination_service_name: to.name,
    destination_service_namespace: to.namespace,
    response_flags: '-',
    connection_security_policy: 'mutual_tls',
  };
}

function principal({ namespace, name }: Party): string {
  return `spiffe://cluster.local/ns/${namespace}/sa/${name}`;
}
