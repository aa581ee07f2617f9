import { type Desired, SECONDS } from '../Desired';
import type { PlanContext } from '../PlanContext';
import {
  buildAdoptedProperties,
  buildClusterProperties,
} from './buildClusterProperties';

/** The cluster with its mesh: one write. */
export function buildCluster(context: PlanContext): Desired[] {
  const { spec, ids, tags, isAdopted } = context;
  const { zones, tier } = spec.kubernetes;
  const created = {
    tags,
    sku: { name: 'Base', tier },
    identity: {
      type: 'UserAssigned',
      userAssignedIdentities: { [ids.clusterIdentity]: {} },
    },
    properties: buildClusterProperties(context),
  };
  return [
    {
      step: 'cluster',
      title: `Kubernetes cluster ${spec.name}`,
      type: 'Microsoft.ContainerService/managedClusters',
      id: ids.cluster,
      body: {
        location: spec.region,
        ...(isAdopted
          ? { properties: buildAdoptedProperties(context) }
          : created),
      },
      dependsOn: [
        'network',
        'logs',
        ...(isAdopted ? [] : ['identity/cluster']),
        'role/nodes-subnet',
        'role/ingress-subnet',
      ],
      answers: [
        'kubernetes',
        'nodes',
        'mesh',
        'network.pods',
        'network.services',
        ...(zones.length > 0 ? ['kubernetes.zones'] : []),
      ],
      seconds: SECONDS.cluster,
      reason: 'Runs the services, and the mesh between them.',
    },
  ];
}
