import { randomUUID } from 'node:crypto';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { StartRunRequest } from '@meshwright/plugin-mesh-common';
import type { NewRun, StoredRun } from '../database';
import { findProvisioner } from '../runs';
import { requireInstance } from './clusterPlans';
import type { CallOptions } from './MeshService';
import { findKept, readClusterSpec, requireValid } from './readClusterSpec';
import type { RunServiceContext } from './RunServiceContext';

type What = Pick<NewRun, 'cluster' | 'spec' | 'digest'>;

/** Stores a run that was asked for; whoever is free carries it out. */
export function createStartRun(context: RunServiceContext) {
  const { stores, userInfo, worker, now } = context;
  return async (
    request: StartRunRequest,
    { credentials }: CallOptions,
  ): Promise<{ run: StoredRun; isNew: boolean }> => {
    // Whatever became of the cluster since: the same key, the same answer.
    const known = await stores.runs.getByKey(request.key);
    if (known) {
      refuseOther(known, request);
      return { run: known, isNew: false };
    }
    requireInstance(context);
    const what = await readRequest(context, request);
    const { userEntityRef } = await userInfo.getUserInfo(credentials);
    const { outcome, run } = await stores.runs.add({
      ...what,
      id: randomUUID(),
      key: request.key,
      kind: request.kind,
      by: userEntityRef,
      createdAt: now().toISOString(),
    });
    if (outcome === 'busy') {
      throw new ConflictError(describeBusy(run));
    }
    refuseOther(run, request);
    worker.wake();
    return { run, isNew: outcome === 'added' };
  };
}

/** Nobody gets to see a run by the key of another one. */
function refuseOther(run: StoredRun, request: StartRunRequest) {
  const cluster =
    request.kind === 'provision' ? request.spec.name : request.cluster;
  if (run.kind !== request.kind || run.cluster !== cluster) {
    throw new ConflictError(
      `'key' is that of another run, '${run.id}'; a new run needs a new key`,
    );
  }
}

/** Why a cluster's next run must wait. */
export function describeBusy({ id, kind, cluster, by }: StoredRun): string {
  return `Another run goes on for the cluster '${cluster}': '${id}' (${kind}, started by ${by}); wait until it has ended, or cancel it`;
}

async function readRequest(
  context: RunServiceContext,
  request: StartRunRequest,
): Promise<What> {
  const { stores, provisioners } = context;
  switch (request.kind) {
    case 'provision': {
      const spec = requireValid(
        await readClusterSpec(request.spec, stores.provisionedClusters),
      );
      findProvisioner(provisioners, spec.provider);
      const { digest } = request;
      return { cluster: spec.name, spec, ...(digest && { digest }) };
    }
    case 'retire': {
      const { cluster, confirm } = request;
      const { spec } = await findKept(cluster, stores.provisionedClusters);
      if (confirm !== cluster) {
        throw new InputError(
          `'confirm' must be the name of the cluster that is taken down, '${cluster}'`,
        );
      }
      findProvisioner(provisioners, spec.provider);
      return { cluster, spec };
    }
    default: {
      const { cluster } = request;
      const kept = await stores.provisionedClusters.get(cluster);
      if (!kept) {
        requireConfigured(context, cluster);
      }
      return { cluster, ...(kept && { spec: kept.spec }) };
    }
  }
}

function requireConfigured({ clusters }: RunServiceContext, name: string) {
  const known = clusters.list().map(cluster => cluster.name);
  if (!known.includes(name)) {
    throw new NotFoundError(
      `No cluster '${name}' is known; known are ${
        known.map(other => `'${other}'`).join(', ') || 'none'
      }`,
    );
  }
}
