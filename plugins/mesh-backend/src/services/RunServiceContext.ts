import type { UserInfoService } from '@backstage/backend-plugin-api';
import type { MeshDatabase } from '../database';
import type { ClusterList } from '../reconcile';
import type { Provisioners, Reach } from '../runs';

/** What the parts of the service of runs work with. */
export type RunServiceContext = {
  stores: Pick<
    MeshDatabase,
    'runs' | 'provisionedClusters' | 'clusterPreviews'
  >;
  clusters: Pick<ClusterList, 'list'>;
  provisioners: Provisioners;
  reach: Reach;
  /** Installation that owns what is made. */
  config: { instance: string; problem?: string };
  /** Whoever carries runs out; told so that nothing has to wait. */
  worker: { wake(): void; cancel(run: string): void };
  userInfo: UserInfoService;
  now: () => Date;
};
