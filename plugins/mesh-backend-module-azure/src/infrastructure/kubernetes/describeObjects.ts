import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import type { ObservedInfrastructure } from '../observed';
import { createContext } from '../PlanContext';
import { getText } from '../read';
import type { JsonObject } from '@backstage/types';
import { buildObjects } from './buildObjects';

/** Objects of the cluster that a plan wants to know. */
export function describeObjects(
  spec: MeshClusterSpec,
  observed?: ObservedInfrastructure,
) {
  return buildObjects(createContext(spec, { observed })).map(({ body }) =>
    describeObject(body),
  );
}

export function describeObject(body: JsonObject) {
  const apiVersion = getText(body, 'apiVersion') ?? '';
  const kind = getText(body, 'kind') ?? '';
  const namespace = getText(body, 'metadata.namespace') ?? '';
  const name = getText(body, 'metadata.name') ?? '';
  return {
    key: `${kind}/${namespace}/${name}`,
    apiVersion,
    kind,
    namespace,
    name,
  };
}
