import { ServiceUnavailableError } from '@backstage/errors';
import type { ClusterProvisioner } from '@meshwright/plugin-mesh-node';

/** Clouds in which clusters can be made, by `spec.provider`. */
export type Provisioners = ReadonlyMap<string, ClusterProvisioner>;

/** Throws an error that says which module to add. */
export function findProvisioner(
  provisioners: Provisioners,
  provider: string,
): ClusterProvisioner {
  const provisioner = provisioners.get(provider);
  if (!provisioner) {
    throw new ServiceUnavailableError(
      `Nothing here can make clusters in '${provider}'; add a module that does to the backend, such as '@meshwright/plugin-mesh-backend-module-${provider}'`,
    );
  }
  return provisioner;
}
