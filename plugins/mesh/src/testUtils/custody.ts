import type {
  TakeOverPreview,
  UninstallMode,
  UninstallPreview,
} from '@meshwright/plugin-mesh-common';
import { passAt } from './edges';

const api = { namespace: 'api', objects: ['NetworkPolicy api'], total: 1 };
const many = { namespace: 'web', objects: ['Sidecar web'], total: 60 };
const account = { namespace: 'api', objects: ['ServiceAccount api'], total: 1 };

/** What uninstalling would do to a small cluster. */
export function sampleUninstall(request: {
  cluster: string;
  mode: UninstallMode;
}): UninstallPreview {
  const isRemoval = request.mode === 'remove';
  return {
    ...{ ...request, readAt: passAt },
    deleted: isRemoval ? [api, many] : [],
    unlabelled: isRemoval ? [account] : [api, many, account],
    records: ['api.mesh.internal'],
    consequences: isRemoval
      ? [`After this, everybody may call everybody in '${request.cluster}'.`]
      : ['Every policy stays in force.'],
  };
}

/** What taking over a small cluster would change. */
export function sampleTakeOver(cluster: string): TakeOverPreview {
  return {
    ...{ cluster, instance: 'second', from: 'first' },
    ...{ since: passAt, readAt: passAt, records: [], stages: [] },
    ...{ taken: [api, many], changed: [api], leftovers: [account] },
    endingEdges: ['component:default/cart → component:default/api'],
    consequences: ["'first' only observes from its next pass on."],
  };
}
