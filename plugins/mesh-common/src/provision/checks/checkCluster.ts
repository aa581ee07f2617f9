import { Ipv4Range } from '../addresses/Ipv4Range';
import { isPrivate } from '../addresses/knownRanges';
import type { MeshClusterSpec } from '../spec';
import { checkUnique } from './checkUnique';
import type { Problems } from './Problems';

/** Nodes, versions, channels and who reaches the API server. */
export function checkCluster(spec: MeshClusterSpec, problems: Problems): void {
  const { kubernetes, mesh, nodes } = spec;
  if (nodes.min > nodes.max) {
    problems.error(
      'nodes.min',
      `${nodes.min} is more than nodes.max, ${nodes.max}; give at most that`,
    );
  }
  if (nodes.min < kubernetes.zones.length) {
    problems.warn(
      'nodes.min',
      `${nodes.min} is less than the number of zones; not every zone will have a node`,
    );
  }
  if (mesh.ca === 'plug-in') {
    problems.error(
      'mesh.ca',
      "'plug-in' is not available yet, and there is no in-place switch from 'istiod' to it; choose 'istiod', or wait with this cluster",
    );
  }
  if (
    kubernetes.upgradeChannel === 'node-image' &&
    kubernetes.nodeImageChannel !== 'NodeImage'
  ) {
    problems.error(
      'kubernetes.nodeImageChannel',
      "has to be 'NodeImage' while kubernetes.upgradeChannel is 'node-image'",
    );
  }
  checkAccess(spec, problems);
  checkUnique('kubernetes.zones', kubernetes.zones, problems);
  checkUnique('kubernetes.adminGroups', kubernetes.adminGroups, problems);
  checkUnique('dns.links', spec.dns.links, problems);
  checkUnique(
    'monitoring.actionGroups',
    spec.monitoring.actionGroups,
    problems,
  );
}

function checkAccess({ kubernetes }: MeshClusterSpec, problems: Problems) {
  if (kubernetes.access.type !== 'authorizedRanges') {
    return;
  }
  const { ranges } = kubernetes.access;
  ranges.forEach((text, index) => {
    const field = `kubernetes.access.ranges[${index}]`;
    const range = Ipv4Range.parse(text);
    if (range?.prefix === 0) {
      problems.error(
        field,
        `'${text}' is everybody; give the ranges from which people and Backstage come, or make the API server private`,
      );
    } else if (range && isPrivate(range)) {
      problems.warn(
        field,
        `'${text}' is private, and the API server sees public addresses only; nobody is let in by it`,
      );
    }
  });
  checkUnique('kubernetes.access.ranges', ranges, problems);
}
