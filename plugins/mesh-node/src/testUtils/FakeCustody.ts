import { ConflictError } from '@backstage/errors';
import {
  isHeldBy,
  LABEL_INSTANCE,
  type MeshObject,
  objectKey,
  transferMetadata,
} from '@meshwright/plugin-mesh-common';
import type {
  ClusterCustody,
  Transfer,
  TransferResult,
} from '../ports/ClusterCustody';
import type { FakeMeshCluster } from './FakeMeshCluster';

type Backing = {
  /** Throws while the cluster is away. */
  answer(signal?: AbortSignal): Promise<void>;
  store(key: string, object: MeshObject): void;
};

/** Taking over and giving up a cluster that lives in memory. */
export function createFakeCustody(
  cluster: FakeMeshCluster,
  backing: Backing,
): ClusterCustody {
  const requireClaim = (instance: string) => {
    const { claimed } = cluster;
    if (claimed && claimed.instance !== instance) {
      throw new ConflictError(
        `'${cluster.name}' is managed by '${claimed.instance}'`,
      );
    }
  };
  return {
    async read(options) {
      await backing.answer(options?.signal);
      return cluster.claimed && { ...cluster.claimed };
    },
    async takeOver({ from, to }, options) {
      await backing.answer(options?.signal);
      requireClaim(from);
      cluster.claimed = { instance: to, since: new Date().toISOString() };
      return { ...cluster.claimed };
    },
    async giveUp(instance, options) {
      await backing.answer(options?.signal);
      requireClaim(instance);
      cluster.claimed = undefined;
    },
    async transfer(live, options) {
      await backing.answer(options.signal);
      return transfer({ cluster, backing }, live, options);
    },
  };
}

function transfer(
  { cluster, backing }: { cluster: FakeMeshCluster; backing: Backing },
  live: MeshObject,
  { from, to }: Transfer,
): TransferResult {
  const key = objectKey(live);
  const current = cluster.objects.get(key);
  if (!current) {
    return { outcome: 'applied' };
  }
  const objection = describeObjection(current, { live, from });
  if (objection) {
    return { outcome: 'conflict', message: objection };
  }
  const refusal = cluster.refuseTransfer(key);
  if (refusal) {
    return { outcome: 'refused', message: refusal };
  }
  backing.store(key, {
    ...current,
    metadata: { ...current.metadata, ...transferMetadata(current, to) },
  });
  return { outcome: 'applied' };
}

function describeObjection(
  current: MeshObject,
  { live, from }: { live: MeshObject; from?: string },
): string | undefined {
  if (current.metadata.resourceVersion !== live.metadata.resourceVersion) {
    return 'it changed since it was read';
  }
  if (from !== undefined) {
    return isHeldBy(current, from)
      ? undefined
      : `it does not belong to '${from}'`;
  }
  return LABEL_INSTANCE in (current.metadata.labels ?? {})
    ? 'somebody manages it already'
    : undefined;
}
