import type {
  Declaration,
  DeploymentClaim,
  Edge,
  ExternalClaim,
  Need,
} from '../types';
import type { AccessLimits } from './AccessLimits';
import type { Claim } from './claims';
import type { Externals } from './Externals';
import { groupBy } from './groupBy';
import type { Placed } from './placeWorkloads';
import type { Reaches } from './Reaches';
import type { Targets } from './Targets';

/** What is in force of each declaration, to be stored as last good. */
export function listInForce(options: {
  claims: Map<string, Claim>;
  placed: Placed[];
  edges: Edge[];
  targets: Targets;
  reaches: Reaches;
  limits: AccessLimits;
  externals: Externals;
}): Declaration[] {
  const { claims, placed, edges, targets } = options;
  const inForce = listTargets(edges);
  const bound = groupBy(
    placed.filter(({ workload }) => workload.binding.state === 'bound'),
    item => item.workload.entityRef,
  );
  return [...claims]
    .filter(([, claim]) => !claim.retiring)
    .map(([entityRef, claim]) => {
      const { access, external, ...declaration } = claim.declaration;
      const own = bound.get(entityRef) ?? [];
      const outside = external && keepHosts(external, options, entityRef);
      return {
        ...declaration,
        deployments: own.map(keepNames),
        ...(outside && { external: outside }),
        needs: declaration.needs
          .filter(need =>
            own.some(({ workload }) =>
              inForce.get(workload.key)?.has(need.targetRef),
            ),
          )
          .map(need => keepReach(need, claim, options)),
        ...(access && { access: keepAccess(claim, options) }),
        providesApis: declaration.providesApis.filter(api =>
          targets.provides(claim, api),
        ),
      };
    });
}

/** What each workload may reach, by its key. */
function listTargets(edges: Edge[]): Map<string, Set<string>> {
  const targets = new Map<string, Set<string>>();
  for (const edge of edges) {
    if (isInForce(edge)) {
      const known = targets.get(edge.consumer);
      if (known) {
        known.add(edge.targetRef);
      } else {
        targets.set(edge.consumer, new Set([edge.targetRef]));
      }
    }
  }
  return targets;
}

/** A claim with the routes and names that hold of it. */
function keepNames({ deployment, workload }: Placed): DeploymentClaim {
  const { expose, dns } = workload;
  const isNameless =
    deployment.expose.length === 0 && deployment.dns.length === 0;
  return isNameless ? deployment : { ...deployment, expose, dns };
}

/** A closed window opens again by itself. */
function isInForce({ consent }: Edge): boolean {
  return consent.state === 'granted' || consent.reason === 'OutsideWindow';
}

function keepReach(
  need: Need,
  claim: Claim,
  { reaches }: { reaches: Reaches },
): Need {
  const { resolved } = reaches.of(claim, need);
  if (!resolved && !need.resolved) {
    return need;
  }
  const { resolved: _, ...rest } = need;
  return { ...rest, ...(resolved && { resolved }) };
}

function keepAccess(
  claim: Claim,
  { limits }: { limits: AccessLimits },
): Declaration['access'] {
  const { access } = claim.declaration;
  return (
    access && {
      ...access,
      allow: access.allow.map(({ resolved: _, ...grant }, index) => {
        const resolved = limits.resolved(claim, index);
        return { ...grant, ...(resolved && { resolved }) };
      }),
    }
  );
}

function keepHosts(
  external: ExternalClaim,
  { externals }: { externals: Externals },
  entityRef: string,
): ExternalClaim | undefined {
  const bound = externals.hostsOf(entityRef);
  const hosts = external.hosts.filter(host => bound.has(host));
  return hosts.length > 0 ? { ...external, hosts } : undefined;
}
