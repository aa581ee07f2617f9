import type { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { resourceNotFound } from './ArmError';
import { isSame } from './checkRequest';

const TYPE = 'Microsoft.ContainerService/managedClusters';

/**
 * A managed cluster of the sandbox.
 *
 * @public
 */
export type ArmCluster = {
  name: string;
  /** Kubeconfig of its users, as YAML; read at each request. */
  kubeconfig: () => string;
  location?: string;
  /** Laid over the properties that the cluster has anyway. */
  properties?: Record<string, unknown>;
};

/**
 * `Microsoft.ContainerService/managedClusters`: to read, with credentials.
 * Expects `subscription` and `group` among the parameters.
 */
export function createClustersRouter(clusters: readonly ArmCluster[]): Router {
  const router = PromiseRouter({ mergeParams: true });
  const find = (req: Request): ArmCluster => {
    const { name, group } = req.params;
    const cluster = clusters.find(other => isSame(other.name, name));
    if (!cluster) {
      throw resourceNotFound(TYPE, name, group);
    }
    return cluster;
  };

  router.get('/', (req: Request, res) => {
    res.json({ value: clusters.map(cluster => describe(req, cluster)) });
  });
  router.get('/:name', (req: Request, res) => {
    res.json(describe(req, find(req)));
  });
  router.post('/:name/listClusterUserCredential', (req: Request, res) => {
    const value = Buffer.from(find(req).kubeconfig()).toString('base64');
    res.json({ kubeconfigs: [{ name: 'clusterUser', value }] });
  });
  return router;
}

function describe(req: Request, cluster: ArmCluster) {
  const { subscription, group } = req.params;
  const { name, location = 'westeurope', properties } = cluster;
  return {
    id: `/subscriptions/${subscription}/resourcegroups/${group}/providers/${TYPE}/${name}`,
    name,
    type: TYPE,
    location,
    properties: {
      provisioningState: 'Succeeded',
      powerState: { code: 'Running' },
      ...properties,
    },
  };
}
