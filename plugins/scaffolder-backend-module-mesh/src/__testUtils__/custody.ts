import type {
  ClusterCustodyResponse,
  CustodyState,
  TakeOverPreview,
  UninstallPreview,
} from '@meshwright/plugin-mesh-common';

const readAt = '2026-11-25T12:00:00.000Z';
const api = { namespace: 'api', objects: ['NetworkPolicy api'], total: 1 };
const web = { namespace: 'web', objects: ['Sidecar web'], total: 60 };
const whole = { namespace: '', objects: ['Namespace api'], total: 1 };

/** Something of everything that taking a cluster over may change. */
export const takeOverPreview: TakeOverPreview = {
  ...{ cluster: 'shop-weu', instance: 'new', from: 'old', since: readAt },
  ...{ readAt, taken: [api, web], changed: [api], leftovers: [whole] },
  ...{ stages: [], records: ['api.mesh.internal'] },
  endingEdges: ['component:default/web → component:default/api'],
  consequences: ["'old' only observes 'shop-weu' from its next pass on."],
};

/** What removing everything from a cluster would do. */
export const uninstallPreview: UninstallPreview = {
  ...{ cluster: 'shop-weu', mode: 'remove', readAt, records: [] },
  ...{ deleted: [api], unlabelled: [whole] },
  consequences: ["After this, everybody may call everybody in 'shop-weu'."],
};

/** What the backend tells of a cluster about which olaf decided. */
export function custody(
  state: CustodyState,
  message: string = state,
): ClusterCustodyResponse {
  return {
    ...{ cluster: 'shop-weu', instance: 'new', state },
    ...{ by: 'user:default/olaf', reason: 'We need it' },
    pass: {
      ...{ state: 'observing', message, finishedAt: readAt },
      ...{ changes: 3, failed: 0 },
    },
  };
}

/** What the backend answers when it refuses. */
function refusal(statusCode: number, name: string, message: string) {
  return {
    status: statusCode,
    body: { error: { name, message }, response: { statusCode } },
  };
}

/** What a backend may refuse, with a title. */
export const refusals: Array<[string, ReturnType<typeof refusal>]> = [
  [
    'who may not',
    refusal(403, 'NotAllowedError', "Requires the permission 'mesh.cluster.x'"),
  ],
  ['a cluster that nobody knows', refusal(404, 'NotFoundError', 'No cluster')],
  ['what came to be otherwise', refusal(409, 'ConflictError', 'Look again')],
];
