import { isInDomain } from '../schema/dnsNames';
import type { MeshClusterSpec } from '../spec';
import { checkUnique } from './checkUnique';
import type { Problems } from './Problems';

/** By the limits of an application gateway v2. */
const MAX_CAPACITY_AT_LEAST = 2;
const WILDCARD = '*.';

/** Hosts, certificate and size of the way in from the internet. */
export function checkEdge(spec: MeshClusterSpec, problems: Problems): void {
  const { edge, dns } = spec;
  if (!edge) {
    return;
  }
  checkUnique('edge.hosts', edge.hosts, problems);
  edge.hosts.forEach((host, index) => {
    if (reachesZone(host, dns.zone)) {
      problems.error(
        `edge.hosts[${index}]`,
        `'${host}' would make names of the private zone ${dns.zone} (dns.zone) reachable from the internet; choose another host or another zone`,
      );
    }
  });
  if (edge.minCapacity > edge.maxCapacity) {
    problems.error(
      'edge.minCapacity',
      `${edge.minCapacity} is more than edge.maxCapacity, ${edge.maxCapacity}; give at most that`,
    );
  }
  if (edge.maxCapacity < MAX_CAPACITY_AT_LEAST) {
    problems.error(
      'edge.maxCapacity',
      `${edge.maxCapacity} is too small; give ${MAX_CAPACITY_AT_LEAST} or more`,
    );
  }
  checkVault(edge, problems);
}

/** A wildcard stands for names of any depth. */
function reachesZone(host: string, zone: string): boolean {
  return host.startsWith(WILDCARD)
    ? isInDomain(host.slice(WILDCARD.length), zone) ||
        isInDomain(zone, host.slice(WILDCARD.length))
    : isInDomain(host, zone);
}

function checkVault(
  edge: NonNullable<MeshClusterSpec['edge']>,
  problems: Problems,
) {
  const vault = edge.vaultId?.split('/').pop();
  const host = new URL(edge.certificateSecretId).hostname;
  const inUrl = host.slice(0, host.indexOf('.'));
  if (vault && vault.toLowerCase() !== inUrl.toLowerCase()) {
    problems.error(
      'edge.vaultId',
      `is the vault '${vault}', and the certificate is in '${inUrl}' (edge.certificateSecretId); give the id of the vault that has it`,
    );
  }
}
