import type { UserInfoService } from '@backstage/backend-plugin-api';
import type { ContractCache } from '@meshwright/plugin-mesh-node';
import { NotFoundError } from '@backstage/errors';
import type { CatalogReader } from '../catalog';
import type { MeshConfig } from '../config';
import type { MeshDatabase } from '../database';
import {
  buildCurrentModel,
  type ClusterList,
  type ManagedCluster,
  type PassModel,
  type PassTrigger,
} from '../reconcile';

/** What the parts of the service work with. */
export type ServiceContext = {
  config: MeshConfig;
  clusters: Pick<ClusterList, 'list'>;
  stores: MeshDatabase;
  reader: CatalogReader;
  contracts: ContractCache;
  trigger: PassTrigger;
  userInfo: UserInfoService;
  now: () => Date;
};

/** The model as of now. */
export async function readModel(context: ServiceContext): Promise<PassModel> {
  const { config, stores, reader, now } = context;
  const listing = await reader.readListing();
  return buildCurrentModel({ config, stores, listing, now: now() });
}

/** A configured cluster by name. */
export function findCluster(
  { clusters, config }: ServiceContext,
  name: string,
): ManagedCluster {
  const known = clusters.list();
  const cluster = known.find(other => other.name === name);
  if (!cluster) {
    throw new NotFoundError(
      config.problem ??
        `No cluster '${name}' is configured; known are ${
          known.map(other => `'${other.name}'`).join(', ') || 'none'
        }`,
    );
  }
  return cluster;
}
