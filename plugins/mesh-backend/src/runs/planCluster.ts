import { ServiceUnavailableError, toError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type {
  MeshClusterSpec,
  ProvisionPlan,
} from '@meshwright/plugin-mesh-common';
import type {
  ClusterProvisioner,
  ObservedInfrastructure,
  ReadClusterObject,
} from '@meshwright/plugin-mesh-node';

/** Gets at the objects of a cluster, made or not. */
export type Reach = (settings: JsonObject) => ReadClusterObject;

/** Looks at what is there, and plans what would be done about it. */
export async function planCluster(options: {
  provisioner: ClusterProvisioner;
  spec: MeshClusterSpec;
  purpose: ProvisionPlan['purpose'];
  instance: string;
  reach: Reach;
  signal: AbortSignal;
}): Promise<{ plan: ProvisionPlan; observed: ObservedInfrastructure }> {
  const { provisioner, spec, purpose, instance, reach, signal } = options;
  const observed = await observeInfrastructure({
    ...{ provisioner, spec, instance, signal },
    // What goes with the cluster need not be looked at.
    ...(purpose === 'provision' && { reach }),
  });
  const plan = provisioner.plan(spec, { observed, purpose, instance });
  return { plan, observed };
}

/** Throws an error for a person when it cannot be read. */
export async function observeInfrastructure(options: {
  provisioner: ClusterProvisioner;
  spec: MeshClusterSpec;
  instance: string;
  reach?: Reach;
  signal: AbortSignal;
}): Promise<ObservedInfrastructure> {
  const { provisioner, spec, ...rest } = options;
  try {
    return await provisioner.observe(spec, rest);
  } catch (error) {
    throw new ServiceUnavailableError(
      `What is there of '${spec.name}' cannot be read: ${
        toError(error).message
      }`,
    );
  }
}
