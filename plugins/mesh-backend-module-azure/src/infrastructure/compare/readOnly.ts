import type { JsonObject } from '@backstage/types';
import { isObject } from '../read';

/** At the top of a resource: said by its id, or by the server. */
const TOP = ['id', 'name', 'type', 'etag', 'eTag', 'systemData', 'managedBy'];

/** Anywhere: said by the server. */
const ANYWHERE = [
  'provisioningState',
  'resourceGuid',
  'etag',
  'eTag',
  'operationalState',
  'resourceUID',
  'currentKubernetesVersion',
  'currentOrchestratorVersion',
  'powerState',
  'nodeImageVersion',
  'azurePortalFQDN',
  'privateFQDN',
  'maxAgentPools',
  'principalId',
  'clientId',
  'effectiveOutboundIPs',
  'effectiveNoProxy',
  'privateEndpointConnections',
  'vaultUri',
  'creationTime',
];

/** Lives where it is, and is told by the server in a role assignment only. */
const SAID_IN_ROLES = ['principalId'];

/** Whether a property of a live body is the server's to say. */
export function isReadOnly(
  key: string,
  options: { depth: number; parent: JsonObject },
): boolean {
  const { depth, parent } = options;
  if (depth === 0) {
    return TOP.includes(key) || key === 'fqdn';
  }
  if (SAID_IN_ROLES.includes(key) && 'roleDefinitionId' in parent) {
    return false;
  }
  if (key === 'count' && parent.enableAutoScaling === true) {
    return true;
  }
  const value = parent[key];
  return (
    ANYWHERE.includes(key) ||
    (key === 'type' && typeof value === 'string' && /^microsoft\./i.test(value))
  );
}

/** A live body without what the server says about it. */
export function stripReadOnly(live: JsonObject, depth = 0): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(live)) {
    if (value === undefined || isReadOnly(key, { depth, parent: live })) {
      continue;
    }
    if (Array.isArray(value)) {
      kept[key] = value.map(item =>
        isObject(item) ? stripReadOnly(item, depth + 1) : item,
      );
    } else {
      kept[key] = isObject(value) ? stripReadOnly(value, depth + 1) : value;
    }
  }
  return kept;
}
