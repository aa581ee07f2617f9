import {
  evaluateControlPlane,
  evaluateProxies,
  evaluateRevisionLabels,
  evaluateStrict,
  type Evidence,
  type MeshObject,
  type VerifyBody,
} from '@meshwright/plugin-mesh-common';
import type { ProbeObjects } from '../clusters/ProbeObjects';

type ObjectBody = Exclude<
  VerifyBody,
  { check: 'probe' | 'loadBalancerAddress' | 'backendHealth' }
>;

/** Reads what a check is about, and judges it. */
export async function checkObjects(
  objects: ProbeObjects,
  body: ObjectBody,
): Promise<Evidence[]> {
  const { mesh } = body;
  const inRoot = { namespace: mesh.rootNamespace };
  switch (body.check) {
    case 'controlPlane':
      return evaluateControlPlane(
        {
          deployments: await objects.list('Deployment', inRoot),
          webhooks: await objects.list('MutatingWebhookConfiguration'),
        },
        mesh,
      );
    case 'revisionLabels': {
      const deployments = await objects.list('Deployment', inRoot);
      return evaluateRevisionLabels({
        namespaces: await objects.list('Namespace'),
        installed: listRevisions(deployments),
      });
    }
    case 'proxies':
      return evaluateProxies({
        namespaces: await objects.list('Namespace'),
        pods: await objects.list('Pod'),
      });
    case 'strict':
      return evaluateStrict(
        {
          namespaces: await objects.list('Namespace'),
          pods: await objects.list('Pod'),
          peerAuthentications: await objects.list('PeerAuthentication'),
        },
        { ...mesh, notStrict: body.notStrict },
      );
    default:
      throw new TypeError('Nothing here knows this check');
  }
}

/** Of control planes that are ready. */
function listRevisions(deployments: readonly MeshObject[]): string[] {
  const found = deployments
    .filter(({ metadata }) => metadata.labels?.app === 'istiod')
    .filter(({ status }) => Number(status?.readyReplicas ?? 0) > 0)
    .map(({ metadata }) => metadata.labels?.['istio.io/rev'] ?? 'default');
  return [...new Set(found)].sort();
}
