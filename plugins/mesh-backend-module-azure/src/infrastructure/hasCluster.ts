import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import type { ObservedInfrastructure } from './observed';
import { createContext } from './PlanContext';
import { getText } from './read';

/** Whether there is a cluster that may be asked for its objects. */
export function hasCluster(
  spec: MeshClusterSpec,
  observed: ObservedInfrastructure,
): boolean {
  const { live } = createContext(spec, { observed });
  return (
    live !== undefined &&
    !['creating', 'deleting'].includes(
      getText(live, 'properties.provisioningState')?.toLowerCase() ?? '',
    )
  );
}
