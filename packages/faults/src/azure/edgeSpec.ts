import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import {
  clusterSpec,
  edgeAnswers,
} from '@meshwright/plugin-mesh-common/testUtils';

/** A cluster with everything that a cluster can have of ours. */
export function edgeSpec(): MeshClusterSpec {
  return clusterSpec({ edge: edgeAnswers() });
}
