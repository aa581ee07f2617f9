import type { OverviewResponse } from '@meshwright/plugin-mesh-common';

export type ClusterState = OverviewResponse['clusters'][number]['state'];

export type ClusterLifecycle =
  OverviewResponse['clusters'][number]['lifecycle'];
