import type { MeshObject } from '../../../objects';
import {
  toLabels,
  toRecord,
  toRecords,
  toText,
} from '../../../evaluate/readJson';
import { SelectorIndex } from '../../../evaluate/selectorIndex';
import type { LintContext } from '../../types';
import { isDeploymentInMesh } from './inMesh';
import { toNumber } from './numbers';
import { core, groups, labelsOf, namespaceOf, specOf } from './objects';

/** A port of a Service that sends calls to a Deployment. */
export type ServicedPort = {
  service: MeshObject;
  port: number;
  protocol: string;
  /** Number or name; the port itself where the Service says none. */
  targetPort: string;
};

/** A Deployment in the mesh, and what is in front of it. */
export type ServicedDeployment = {
  object: MeshObject;
  ports: ServicedPort[];
};

/**
 * Deployments in the mesh with the ports of their Services; derive it from
 * the context. Waypoints are left out: the control plane keeps them.
 */
export function listServicedDeployments(
  context: LintContext,
): ServicedDeployment[] {
  const services = new SelectorIndex<MeshObject>();
  for (const service of core(context, 'Service')) {
    const selector = toLabels(specOf(service).selector);
    if (Object.keys(selector).length > 0) {
      services.add(namespaceOf(service), selector, service);
    }
  }
  return context
    .ofKind('Deployment', groups.apps)
    .filter(
      object =>
        labelsOf(object)['gateway.istio.io/managed'] !==
          'istio.io-mesh-controller' && isDeploymentInMesh(object, context),
    )
    .map(object => {
      const { metadata } = toRecord(specOf(object).template);
      const labels = toLabels(toRecord(metadata).labels);
      return {
        object,
        ports: services.find(namespaceOf(object), labels).flatMap(listPorts),
      };
    });
}

function listPorts(service: MeshObject): ServicedPort[] {
  return toRecords(specOf(service).ports).map(port => {
    const number = toNumber(port.port);
    const target = String(port.targetPort ?? '');
    return {
      service,
      port: number,
      protocol: toText(port.protocol) || 'TCP',
      targetPort: target === '' || target === '0' ? `${number}` : target,
    };
  });
}
