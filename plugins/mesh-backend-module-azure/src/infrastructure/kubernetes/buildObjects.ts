import { stringify } from 'yaml';
import { deriveProbe } from '../deriveProbe';
import type { PlanContext } from '../PlanContext';
import { buildProbeObjects } from './buildProbeObjects';
import { buildScrapeConfig } from './buildScrapeConfig';
import type { DesiredObject } from './DesiredObject';
import { objectLabels } from './objectLabels';

const ANNOTATION = 'service.beta.kubernetes.io';

export const GATEWAY = {
  namespace: 'aks-istio-ingress',
  service: 'aks-istio-ingressgateway-internal',
} as const;

/** What a cluster needs besides what the passes write. */
export function buildObjects(context: PlanContext): DesiredObject[] {
  return [
    ...context.versions.revisions.map(revision =>
      buildMeshConfig(context, revision),
    ),
    buildGatewayService(context),
    {
      step: 'object/scraping',
      title: 'What metrics are read',
      reason: 'Proxies and the control plane are no targets by themselves.',
      answers: ['monitoring'],
      body: buildScrapeConfig(context),
    },
    ...(deriveProbe(context.spec)?.isOurs ? buildProbeObjects(context) : []),
  ];
}

/**
 * Calls to the outside stay as they are here: they are restricted namespace
 * by namespace.
 */
function buildMeshConfig(
  context: PlanContext,
  revision: string,
): DesiredObject {
  const mesh = {
    accessLogEncoding: 'JSON',
    defaultConfig: {
      holdApplicationUntilProxyStarts: true,
      ...(context.spec.edge && {
        gatewayTopology: { numTrustedProxies: 1 },
      }),
    },
  };
  return {
    step: `object/mesh-${revision}`,
    title: `Configuration of the mesh ${revision}`,
    reason:
      'Denials are logged in a form that can be read, and callers behind the application gateway are known.',
    answers: ['mesh.revision', 'edge'],
    body: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: `istio-shared-configmap-${revision}`,
        namespace: 'aks-istio-system',
        labels: objectLabels(context),
      },
      data: { mesh: stringify(mesh) },
    },
  };
}

function buildGatewayService({ spec, ids }: PlanContext): DesiredObject {
  const { ingressAddress, subnets, clients } = spec.network;
  const gateway = spec.edge ? subnets.applicationGateway : undefined;
  const allowed = [...(gateway ? [gateway] : []), ...clients];
  const ingress = ids.subnets.ingress.slice(
    ids.subnets.ingress.lastIndexOf('/') + 1,
  );
  return {
    step: 'object/gateway',
    title: 'Address of the internal gateway',
    reason:
      'The address is planned, callers are limited, and their own addresses are seen.',
    answers: ['network.ingressAddress', 'network.clients'],
    body: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: GATEWAY.service,
        namespace: GATEWAY.namespace,
        annotations: {
          [`${ANNOTATION}/azure-load-balancer-ipv4`]: ingressAddress,
          [`${ANNOTATION}/azure-load-balancer-internal-subnet`]: ingress,
          // Nobody is nobody: without ranges everybody would be let in.
          [`${ANNOTATION}/azure-allowed-ip-ranges`]: (allowed.length > 0
            ? allowed
            : [subnets.ingress]
          ).join(','),
        },
      },
      spec: { externalTrafficPolicy: 'Local' },
    },
  };
}
