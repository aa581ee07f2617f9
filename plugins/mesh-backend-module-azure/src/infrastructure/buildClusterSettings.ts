import type { JsonObject } from '@backstage/types';
import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import { deriveProbe } from './deriveProbe';
import { nameOf } from './ids';
import { createObserved, type ObservedInfrastructure } from './observed';
import { createContext, type PlanContext } from './PlanContext';
import { getText } from './read';

/**
 * An entry of `mesh.clusters` that reaches the cluster. Metrics are missing
 * from it as long as their workspace is not there.
 */
export function buildClusterSettings(
  spec: MeshClusterSpec,
  observed: ObservedInfrastructure = createObserved(),
): JsonObject {
  const context = createContext(spec, { observed });
  const { subscriptionId, resourceGroup, network, edge } = spec;
  const [revision = ''] = context.versions.revisions;
  const version = /(\d+)-(\d+)$/.exec(revision);
  const probe = deriveProbe(spec);
  return {
    name: spec.name,
    environment: spec.environment,
    type: 'aks',
    aks: { subscriptionId, resourceGroup, clusterName: spec.name },
    revision,
    ...(version && { istio: `${version[1]}.${version[2]}` }),
    gateways: buildGateways(spec),
    dns: {
      type: 'azure-private-dns',
      zone: spec.dns.zone,
      subscriptionId,
      resourceGroup,
    },
    ranges: {
      pods: [network.pods],
      services: [network.services],
      networks: [network.range, ...network.peers],
    },
    ...(edge &&
      network.subnets.applicationGateway && {
        applicationGateway: {
          subnet: network.subnets.applicationGateway,
          probeHosts: [probe?.host ?? network.ingressAddress],
        },
      }),
    apiServerRanges: [network.subnets.nodes],
    scraper: {
      namespace: 'kube-system',
      selector: { rsName: 'ama-metrics' },
    },
    cni: true,
    ...buildPrometheus(context),
  };
}

/** Both are the same pods: what is public comes through the inner one. */
function buildGateways({ network, edge }: MeshClusterSpec): JsonObject {
  const gateway = {
    namespace: 'aks-istio-ingress',
    selector: { istio: 'aks-istio-ingressgateway-internal' },
    serviceAccount: 'aks-istio-ingressgateway-internal',
    address: network.ingressAddress,
  };
  return {
    internal: gateway,
    ...(edge && {
      public: {
        ...gateway,
        ...(edge.backend === 'https' && {
          tlsCredential: nameOf(edge.certificateSecretId),
        }),
      },
    }),
  };
}

function buildPrometheus({ observed, ids }: PlanContext): JsonObject {
  const url = getText(
    observed.resources[ids.metrics.toLowerCase()] ?? undefined,
    'properties.metrics.prometheusQueryEndpoint',
  );
  return url === undefined
    ? {}
    : { prometheus: { type: 'azure-monitor', url } };
}
