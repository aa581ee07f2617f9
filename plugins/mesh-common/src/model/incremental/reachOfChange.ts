import type { Entity } from '@backstage/catalog-model';
import { isEqual } from 'lodash';
import { isDeclared } from '../read/readDeclaration';
import { readOnce } from '../read/readOnce';
import type { Declaration, DeploymentClaim } from '../types';

/** How much of the model a change of one entity can reach. */
export type Reach =
  /** Nothing of it. */
  | 'none'
  /** Its own workloads and edges. */
  | 'own'
  /** Those of its callers too. */
  | 'callers'
  /** Possibly everything. */
  | 'all';

/** One entity that says other things than in the input before. */
export type EntityChange = {
  entityRef: string;
  after: Entity;
  /** True when edges of its callers may change too. */
  callers: boolean;
};

/**
 * How far the change of an entity reaches. Where it says other things about
 * places and names, others may gain or lose theirs: that is not followed.
 */
export function reachOfChange(before: Entity, after: Entity): Reach {
  if (!isDeclared(before) && !isDeclared(after)) {
    const kinds = [before.kind, after.kind];
    const matters = kinds.some(kind => kind === 'API' || kind === 'System');
    return matters && !isEqual(before, after) ? 'all' : 'none';
  }
  const [old, now] = [readOnce(before), readOnce(after)];
  const lost = [...old.unreadable, ...now.unreadable];
  const [was, is] = [old.declaration, now.declaration];
  return lost.length > 0 || !was || !is ? 'all' : reachOfWords(was, is);
}

/** How far it reaches that an entity said one thing and now says another. */
export function reachOfWords(was: Declaration, is: Declaration): Reach {
  // By their texts: in which order a selector names labels counts as well.
  if (JSON.stringify(placeOf(was)) !== JSON.stringify(placeOf(is))) {
    return 'all';
  }
  return isEqual(seenByCallers(was), seenByCallers(is)) ? 'own' : 'callers';
}

/** Everything by which entities get in each other's way. */
function placeOf({ deployments, ...declaration }: Declaration) {
  const { entityRef, kind, owner, system, location, origin, external } =
    declaration;
  return {
    ...{ entityRef, kind, owner, system, location, origin, external },
    providesApis: declaration.providesApis,
    deployments: deployments.map(placeOfDeployment),
  };
}

function placeOfDeployment(deployment: DeploymentClaim) {
  const { ports, traffic: _t, mtlsExceptions: _m, ...place } = deployment;
  // Routes lead to ports.
  const isRouted = place.expose.length > 0 || place.dns.length > 0;
  return { ...place, ...(isRouted && { ports }) };
}

function seenByCallers({ needs: _n, title: _t, ...rest }: Declaration) {
  return rest;
}
