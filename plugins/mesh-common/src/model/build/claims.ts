import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { isDeclared } from '../read/readDeclaration';
import { readOnce } from '../read/readOnce';
import type {
  Declaration,
  LastGood,
  MeshInput,
  Need,
  ReadDeclarationResult,
  Retiring,
} from '../types';
import type { Ends } from './Ends';
import type { Findings } from './Findings';

/** What an entity says, with what it said before where that still counts. */
export type Claim = {
  declaration: Declaration;
  entity?: Entity;
  lastGood?: LastGood;
  /** Needs that come from the last good reading. */
  kept: Set<Need>;
  /** True when what it grants must not grow: unreadable, or gone. */
  frozen: boolean;
  /** True when some of it comes from the last good reading. */
  fromLastGood: boolean;
  retiring?: Retiring;
};

/** Claims of all entities, by reference and in its order. */
export function listClaims(options: {
  input: MeshInput;
  findings: Findings;
  ends: Ends;
}): Map<string, Claim> {
  const { input, findings, ends } = options;
  const lastGood = new Map(input.lastGood.map(row => [row.entityRef, row]));
  const known = new Set<string>();
  const claims: Array<[string, Claim]> = [];
  for (const entity of input.entities) {
    const ref = stringifyEntityRef(entity);
    if (!known.has(ref) && isDeclared(entity)) {
      const read = readOnce(entity);
      const claim = mergeClaim(read, entity, lastGood.get(ref));
      findings.addAll(read.diagnostics);
      reportKept(read, claim, findings);
      if (claim) {
        claims.push([ref, claim]);
      }
    }
    known.add(ref);
  }
  for (const row of lastGood.values()) {
    const claim = known.has(row.entityRef)
      ? undefined
      : retireClaim(row, row.missingSince ?? input.instant, { input, ends });
    if (claim) {
      claims.push([row.entityRef, claim]);
      findings.add(claim.declaration, {
        code: 'MW1121',
        pointer: '/metadata/name',
        message: claim.retiring?.message ?? '',
      });
    }
  }
  return new Map(claims.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The last good claim of an entity that is gone, until its time is over. */
export function retireClaim(
  row: LastGood,
  since: string,
  { input, ends }: { input: MeshInput; ends: Ends },
): Claim | undefined {
  const end = Date.parse(since) + input.defaults.retiringHours * 3_600_000;
  if (row.confirmed || Number.isNaN(end)) {
    return undefined;
  }
  const until = new Date(end).toISOString();
  if (ends.isOver(until)) {
    return undefined;
  }
  return {
    declaration: row.declaration,
    lastGood: row,
    kept: new Set(row.declaration.needs),
    frozen: true,
    fromLastGood: true,
    retiring: {
      since,
      until,
      message: `${row.entityRef} is gone from the catalog. What it had stays until ${until}, or until somebody confirms that it is gone`,
    },
  };
}

function mergeClaim(
  read: ReadDeclarationResult,
  entity: Entity,
  lastGood: LastGood | undefined,
): Claim | undefined {
  const { declaration, unreadable } = read;
  if (!declaration) {
    return undefined;
  }
  const old = lastGood?.declaration;
  const all = unreadable.includes('all');
  const placedThen = (all || unreadable.includes('deployments')) && old;
  const accessLost = all || unreadable.includes('access');
  const keptNeeds = (old?.needs ?? []).filter(need => isKept(need, read));
  const closed = { approval: 'owner' as const, allow: [] };
  const accessThen = old ? old.access : closed;
  const access = accessLost ? accessThen : declaration.access;
  const { access: _, external: now, ...rest } = declaration;
  const external = placedThen ? old.external : now;
  return {
    declaration: {
      ...rest,
      deployments: placedThen ? old.deployments : declaration.deployments,
      ...(external && { external }),
      needs: [...(all ? [] : declaration.needs), ...keptNeeds],
      ...(access && { access }),
    },
    entity,
    lastGood,
    kept: new Set(keptNeeds),
    frozen: accessLost,
    fromLastGood: Boolean(placedThen) || keptNeeds.length > 0,
  };
}

/** True for a need that is still written down, but not readable. */
function isKept(need: Need, read: ReadDeclarationResult): boolean {
  const name = need.targetRef.split('/').pop();
  const isListed = read.declaration?.needs.some(
    other =>
      other.targetRef === need.targetRef && other.relation === need.relation,
  );
  return (
    (read.unreadable.includes('all') || !isListed) &&
    read.unreadableNeeds.some(
      lost =>
        lost.relation === need.relation &&
        (lost.targetRef ?? need.targetRef) === need.targetRef &&
        (lost.targetRef !== undefined || (lost.name ?? name) === name),
    )
  );
}

function reportKept(
  read: ReadDeclarationResult,
  claim: Claim | undefined,
  findings: Findings,
) {
  if (claim && claim.fromLastGood) {
    const what = read.unreadable.includes('all')
      ? 'spec.mesh'
      : read.unreadable.join(' and ');
    findings.add(claim.declaration, {
      code: 'MW1120',
      pointer: '/spec/mesh',
      message: `Not all of ${what} can be read, so what was in force before stays in force. Correct the other findings to change it`,
    });
  }
}
