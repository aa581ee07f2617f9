import type { Declaration, Edge, ExternalClaim, Need } from '../types';
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
  const granted = new Set(
    edges.filter(isInForce).map(edge => `${edge.consumer} ${edge.targetRef}`),
  );
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
        deployments: own.map(({ deployment, workload: { expose, dns } }) => ({
          ...deployment,
          expose,
          dns,
        })),
        ...(outside && { external: outside }),
        needs: declaration.needs
          .filter(need =>
            own.some(({ workload }) =>
              granted.has(`${workload.key} ${need.targetRef}`),
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

/** A closed window opens again by itself. */
function isInForce({ consent }: Edge): boolean {
  return consent.state === 'granted' || consent.reason === 'OutsideWindow';
}

function keepReach(
  need: Need,
  claim: Claim,
  { reaches }: { reaches: Reaches },
): Need {
  const { resolved: _, ...rest } = need;
  const { resolved } = reaches.of(claim, need);
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
