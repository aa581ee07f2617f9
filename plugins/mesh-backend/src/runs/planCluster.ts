import { ServiceUnavailableError, toError } from '@backstage/errors';
import type {
  MeshClusterSpec,
  ProvisionPlan,
} from '@meshwright/plugin-mesh-common';
import type {
  ClusterProvisioner,
  ObservedInfrastructure,
} from '@meshwright/plugin-mesh-node';

/** Looks at what is there, and plans what would be done about it. */
export async function planCluster(options: {
  provisioner: ClusterProvisioner;
  spec: MeshClusterSpec;
  purpose: ProvisionPlan['purpose'];
  instance: string;
  signal: AbortSignal;
}): Promise<{ plan: ProvisionPlan; observed: ObservedInfrastructure }> {
  const { provisioner, spec, purpose, instance } = options;
  const observed = await observeInfrastructure(options);
  const plan = provisioner.plan(spec, { observed, purpose, instance });
  return { plan, observed };
}

/** Throws an error for a person when it cannot be read. */
export async function observeInfrastructure(options: {
  provisioner: ClusterProvisioner;
  spec: MeshClusterSpec;
  instance: string;
  signal: AbortSignal;
}): Promise<ObservedInfrastructure> {
  const { provisioner, spec, instance, signal } = options;
  try {
    return await provisioner.observe(spec, { instance, signal });
  } catch (error) {
    throw new ServiceUnavailableError(
      `What is there of '${spec.name}' cannot be read: ${
        toError(error).message
      }`,
    );
  }
}
