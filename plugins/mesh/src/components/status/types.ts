import type { OverviewResponse } from '@meshwright/plugin-mesh-common';

export type ClusterState = OverviewResponse['clusters'][number]['state'];
