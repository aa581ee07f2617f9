import type { JsonObject, JsonValue } from '@backstage/types';
import { CLUSTER_PARAMETERS, EDGE_PARAMETER } from './clusterParameters';
import type { MeshClusterSpec } from './spec';

/** Parameters that are named as the field of the specification. */
const SAME = [
  'name',
  'environment',
  'owner',
  'subscriptionId',
  'resourceGroup',
  'region',
  'tags',
  'network',
] as const;

/**
 * Parameters with which the form for clusters shows a specification, for
 * changing it: the opposite of `readClusterAnswers`.
 *
 * @public
 */
export function buildClusterParameters(spec: MeshClusterSpec): JsonObject {
  const parameters: JsonObject = { [EDGE_PARAMETER]: Boolean(spec.edge) };
  for (const name of SAME) {
    parameters[name] = spec[name];
  }
  for (const [name, path] of CLUSTER_PARAMETERS) {
    const value = path
      .split('.')
      .reduce<JsonValue | undefined>(
        (inner, key) => (inner as JsonObject | undefined)?.[key],
        spec as unknown as JsonObject,
      );
    if (value !== undefined && !(path in parameters)) {
      parameters[name] = value;
    }
  }
  return parameters;
}
