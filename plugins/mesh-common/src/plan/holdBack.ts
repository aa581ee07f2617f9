import { canonicalJson } from '../objects/canonicalJson';
import { canonicalize } from '../objects/canonicalize';
import { isSameObject } from '../objects/isSameObject';
import type { DnsRecordSet, MeshObject } from '../objects/types';
import {
  type AccessForm,
  areSameForms,
  DIRECTIONS,
  readAccessForm,
  uniteRules,
  withAccessForm,
} from './accessForm';
import { listGrants } from './grants';
import type { ObjectChange } from './listChanges';
import type { Change, Plan } from './types';

/** Holds a plan back that would take away too much at once. */
export function holdBack(options: {
  changes: Change[];
  /** Objects and record sets of ours. */
  owned: ReadonlyMap<string, MeshObject | DnsRecordSet>;
  hold: { minimum: number; share: number };
}): { changes: Change[]; held?: Plan['held'] } {
  const { changes, owned, hold } = options;
  const deletions = changes.filter(change => change.type === 'delete');
  const revoked = countRevoked(changes);
  const lost = deletions.length + revoked;
  const total = owned.size + countGrants(owned);
  if (lost < hold.minimum || lost < hold.share * total) {
    return { changes };
  }
  const kept = changes.flatMap(withoutLoss);
  const remaining = new Map(kept.map(change => [change.key, change]));
  const withheld = changes.filter(
    change => remaining.get(change.key) !== change,
  );
  return {
    changes: kept,
    held: {
      message:
        `This pass would take away ${lost} of ${total} grants, objects and ` +
        `records (${deletions.length} deletions, ${revoked} revoked grants), ` +
        'which is too much to happen unseen; nothing is taken away until ' +
        'a platform engineer confirms it or what is missing is back',
      deletions: withheld.map(change => change.key).sort(),
    },
  };
}

function countRevoked(changes: readonly Change[]): number {
  return changes
    .map(change => {
      if (change.target === 'record' || change.type === 'create') {
        return 0;
      }
      const { key } = change;
      const after = new Set(
        change.type === 'delete' ? [] : listGrants(key, change.desired),
      );
      return listGrants(key, change.live).filter(g => !after.has(g)).length;
    })
    .reduce((sum, count) => sum + count, 0);
}

function countGrants(
  owned: ReadonlyMap<string, MeshObject | DnsRecordSet>,
): number {
  let count = 0;
  for (const [key, object] of owned) {
    count += 'kind' in object ? listGrants(key, object).length : 0;
  }
  return count;
}

/** What remains of a change when nothing may be taken away. */
function withoutLoss(change: Change): Change[] {
  if (change.type === 'delete') {
    return [];
  }
  if (change.target === 'record' || change.type === 'create') {
    return [change];
  }
  if (change.desired.kind === 'VirtualService') {
    return losesRoute(change) ? [] : [change];
  }
  return withUnion(change);
}

function withUnion(
  change: Extract<ObjectChange, { type: 'update' }>,
): Change[] {
  const before = readAccessForm(change.live);
  const after = readAccessForm(change.desired);
  if (!before || !after) {
    return [change];
  }
  const union: AccessForm = {};
  for (const direction of DIRECTIONS) {
    const [from, to] = [before[direction], after[direction]];
    if (from) {
      union[direction] = uniteRules(from, to ?? []);
    }
  }
  if (areSameForms(union, after)) {
    return [change];
  }
  const desired = withAccessForm(canonicalize(change.desired), union);
  return isSameObject(desired, change.live) || areSameForms(union, before)
    ? []
    : [{ ...change, desired }];
}

function losesRoute(
  change: Extract<ObjectChange, { type: 'update' }>,
): boolean {
  const routesOf = (object: MeshObject) =>
    (['http', 'tcp', 'tls'] as const).flatMap(protocol => {
      const routes = object.spec?.[protocol];
      return Array.isArray(routes) ? routes.map(canonicalJson) : [];
    });
  const after = new Set(routesOf(canonicalize(change.desired)));
  return routesOf(canonicalize(change.live)).some(route => !after.has(route));
}
