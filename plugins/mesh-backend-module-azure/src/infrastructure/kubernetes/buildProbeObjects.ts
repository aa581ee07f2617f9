import { deriveProbe } from '../deriveProbe';
import { nameOf } from '../ids';
import type { PlanContext } from '../PlanContext';
import type { DesiredObject } from './DesiredObject';
import { objectLabels } from './objectLabels';

const NAME = 'meshwright-probe';
const NAMESPACE = 'aks-istio-ingress';

/** A host that answers the probe of the application gateway over TLS. */
export function buildProbeObjects(context: PlanContext): DesiredObject[] {
  const { edge } = context.spec;
  const probe = deriveProbe(context.spec);
  if (!edge || !probe) {
    return [];
  }
  const metadata = {
    name: NAME,
    namespace: NAMESPACE,
    labels: objectLabels(context),
  };
  const reason =
    'The application gateway asks over TLS whether the internal gateway is well.';
  const answers = ['edge.hosts', 'edge.certificateSecretId'];
  return [
    {
      step: 'object/probe-gateway',
      title: `Host ${probe.host} at the internal gateway`,
      reason,
      answers,
      body: {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Gateway',
        metadata,
        spec: {
          selector: { istio: 'aks-istio-ingressgateway-internal' },
          servers: [
            {
              hosts: [probe.host],
              port: { name: 'https-probe', number: 443, protocol: 'HTTPS' },
              tls: {
                mode: 'SIMPLE',
                credentialName: nameOf(edge.certificateSecretId),
              },
            },
          ],
        },
      },
    },
    {
      step: 'object/probe-route',
      title: `Answer of ${probe.host}`,
      reason,
      answers,
      body: {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata,
        spec: {
          hosts: [probe.host],
          gateways: [NAME],
          http: [
            {
              match: [{ uri: { exact: probe.path } }],
              directResponse: { status: 200 },
            },
          ],
        },
      },
    },
  ];
}
