import { ConflictError } from '@backstage/errors';
import {
  FIELD_MANAGER,
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  type MeshObject,
} from '@meshwright/plugin-mesh-common';
import type { InstanceClaim } from '@meshwright/plugin-mesh-node';
import { CONFIG_MAP } from './kinds';

/** The one ConfigMap that says which installation manages the cluster. */
export function buildClaim(
  rootNamespace: string,
  claim: InstanceClaim,
): MeshObject {
  return {
    apiVersion: 'v1',
    kind: CONFIG_MAP.kind,
    metadata: {
      name: 'meshwright-instance',
      namespace: rootNamespace,
      labels: {
        [LABEL_MANAGED_BY]: FIELD_MANAGER,
        [LABEL_INSTANCE]: claim.instance,
      },
    },
    data: { ...claim },
  };
}

/** What the ConfigMap says. */
export function parseClaim({ metadata, data }: MeshObject): InstanceClaim {
  const { instance, since } = data ?? {};
  if (!instance) {
    throw new ConflictError(
      `ConfigMap '${metadata.namespace}/${metadata.name}' does not say which installation manages the cluster; set 'data.instance' or delete it`,
    );
  }
  return { instance, since: since ?? metadata.creationTimestamp ?? '' };
}
