import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import {
  buildVerifySteps,
  type ClusterConfig,
  isOwnedRecord,
  type NamespaceStage,
  type ProvisionStep,
} from '@meshwright/plugin-mesh-common';
import type { ClusterRegistry } from './ClusterRegistry';
import type { MeshDatabase, StoredRun } from './database';
import type { ManagedCluster } from './reconcile';

/** The checks of a cluster as it is known now. */
export async function planVerification(
  run: StoredRun,
  options: {
    clusters: Pick<ClusterRegistry, 'list' | 'sync'>;
    stages: Pick<MeshDatabase['stages'], 'list'>;
    instance: string;
    /** Of probes; the default of the product when absent. */
    image?: string;
    signal: AbortSignal;
  },
): Promise<ProvisionStep[]> {
  const { clusters, stages, image } = options;
  // It may have been made by another replica just now.
  await clusters.sync();
  const managed = clusters.list().find(({ name }) => name === run.cluster);
  if (!managed) {
    throw new NotFoundError(`No cluster '${run.cluster}' is known here`);
  }
  const { config: cluster, problem, traffic } = managed;
  if (!cluster || problem !== undefined) {
    throw new ServiceUnavailableError(
      `The cluster '${run.cluster}' cannot be verified: ${
        problem ?? 'its settings cannot be read'
      }`,
    );
  }
  return buildVerifySteps({
    cluster,
    ...(run.spec && { spec: run.spec }),
    names: await listNames(managed, { ...options, cluster }),
    notStrict: (await stages.list())
      .filter(stage => stage.cluster === run.cluster && !asksForStrict(stage))
      .map(({ namespace }) => namespace),
    metrics: traffic !== undefined,
    ...(image !== undefined && { image }),
    run: run.id.replace(/[^a-z0-9]/g, '').slice(0, 12),
  });
}

/** In the order in which a rollout takes them. */
function asksForStrict({ stage, step }: NamespaceStage): boolean {
  return stage === 'enforce' && step !== 'authorization';
}

/** Names of ours that lead to the internal gateway. */
async function listNames(
  { zone }: ManagedCluster,
  options: { cluster: ClusterConfig; instance: string; signal: AbortSignal },
): Promise<string[]> {
  const { cluster, instance, signal } = options;
  const address = cluster.gateways.internal?.address;
  if (!zone || !address) {
    return [];
  }
  const records = await zone.list({ signal });
  return records
    .filter(
      record =>
        isOwnedRecord(record, instance) &&
        record.addresses.join() === address &&
        !record.name.includes('*'),
    )
    .map(record => `${record.name}.${record.zone}`)
    .sort();
}
