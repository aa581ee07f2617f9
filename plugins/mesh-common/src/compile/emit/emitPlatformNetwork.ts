import type { JsonObject } from '@backstage/types';
import type { CompiledObject } from '../../objects';
import { toPeer } from '../marks';
import type { Scope } from '../Scope';
import { toObject } from '../toObject';
import { networkKind, toBlock, toPort } from './networkKind';

const DNS_NAMESPACE = 'kube-system';
const DNS_PORT = 53;
/** Where proxies get their certificates and configuration. */
const ISTIOD_PORT = 15012;
/** Where proxies show the metrics of the workload along with their own. */
const METRICS_PORT = 15020;

/** A default denial, and what every pod with a proxy needs. */
export function emitPlatformNetwork(
  scope: Scope,
  namespace: string,
): CompiledObject[] {
  const workloads = scope.active.get(namespace) ?? [];
  const ingress = ingressOf(scope);
  const specs = {
    'meshwright-default-deny': {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    },
    'meshwright-platform': {
      podSelector: {},
      policyTypes: [...(ingress.length > 0 ? ['Ingress'] : []), 'Egress'],
      ...(ingress.length > 0 && { ingress }),
      egress: egressOf(scope),
    },
  };
  return Object.entries(specs).map(([name, spec]) =>
    toObject(scope, { ...networkKind, name, namespace, spec, workloads }),
  );
}

function egressOf({ cluster }: Scope): JsonObject[] {
  const { dnsSelector, nodeLocalDns, rootNamespace } = cluster;
  const dns = [
    toPeer(DNS_NAMESPACE, dnsSelector),
    ...(nodeLocalDns ? [toBlock(nodeLocalDns)] : []),
  ];
  const istiod = toPeer(rootNamespace, { app: 'istiod' });
  return [
    {
      to: dns,
      ports: ['TCP', 'UDP'].map(protocol => ({ protocol, port: DNS_PORT })),
    },
    { to: [istiod], ports: [toPort(ISTIOD_PORT)] },
    ...(cluster.proxyServices ?? []).map(service => ({
      to: [toPeer(service.namespace, service.selector)],
      ports: [toPort(service.port)],
    })),
  ];
}

function ingressOf({ cluster: { scraper } }: Scope): JsonObject[] {
  return scraper
    ? [
        {
          from: [toPeer(scraper.namespace, scraper.selector)],
          ports: [toPort(METRICS_PORT)],
        },
      ]
    : [];
}
