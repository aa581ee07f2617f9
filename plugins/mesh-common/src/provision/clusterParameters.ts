/**
 * Parameters of the form for clusters, and where in a specification each one
 * goes. Flat, because a page of a template is; every other parameter goes
 * where its own name says, and is refused there.
 */
export const CLUSTER_PARAMETERS: ReadonlyMap<string, string> = new Map([
  // In forms about one that is there.
  ['cluster', 'name'],
  ['kubernetesVersion', 'kubernetes.version'],
  ['tier', 'kubernetes.tier'],
  ['apiAccess', 'kubernetes.access.type'],
  ['authorizedRanges', 'kubernetes.access.ranges'],
  ['adminGroups', 'kubernetes.adminGroups'],
  ['upgradeChannel', 'kubernetes.upgradeChannel'],
  ['nodeImageChannel', 'kubernetes.nodeImageChannel'],
  ['zones', 'kubernetes.zones'],
  ['nodeSize', 'nodes.size'],
  ['nodesMin', 'nodes.min'],
  ['nodesMax', 'nodes.max'],
  ['maxPods', 'nodes.maxPods'],
  ['revision', 'mesh.revision'],
  ['ca', 'mesh.ca'],
  ['zone', 'dns.zone'],
  ['zoneLinks', 'dns.links'],
  ['edgeHosts', 'edge.hosts'],
  ['certificateSecretId', 'edge.certificateSecretId'],
  ['certificateVaultId', 'edge.vaultId'],
  ['edgeBackend', 'edge.backend'],
  ['waf', 'edge.waf'],
  ['edgeMinCapacity', 'edge.minCapacity'],
  ['edgeMaxCapacity', 'edge.maxCapacity'],
  ['logRetentionDays', 'monitoring.logRetentionDays'],
  ['actionGroups', 'monitoring.actionGroups'],
]);

/** The parameter that says whether there is an edge. */
export const EDGE_PARAMETER = 'publicEdge';

/** What a form asks beside the cluster: nothing of it is an answer. */
export const OTHER_PARAMETERS: ReadonlySet<string> = new Set([
  EDGE_PARAMETER,
  'preview',
  'repoUrl',
  'confirm',
  'extra',
]);
