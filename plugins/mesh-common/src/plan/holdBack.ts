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
import { pickRules, splitRules } from './splitRules';
import type { Change, Plan } from './types';

/**
 * What would be there if only people's decisions counted, by key. What it
 * does not have either is given up on purpose, and is never held back.
 */
export type Expected = ReadonlyMap<string, MeshObject | DnsRecordSet>;

/** Holds a plan back that would take away too much at once. */
export function holdBack(options: {
  changes: Change[];
  /** Objects and record sets of ours. */
  owned: ReadonlyMap<string, MeshObject | DnsRecordSet>;
  expected: Expected;
  hold: { minimum: number; share: number };
}): { changes: Change[]; held?: Plan['held'] } {
  const { changes, owned, expected, hold } = options;
  const deletions = changes.filter(
    ({ type, key }) => type === 'delete' && expected.has(key),
  );
  const revoked = countRevoked(changes, expected);
  const lost = deletions.length + revoked;
  const total = owned.size + countGrants(owned);
  if (lost < hold.minimum || lost < hold.share * total) {
    return { changes };
  }
  const kept = changes.flatMap(change => withoutLoss(change, expected));
  const remaining = new Map(kept.map(change => [change.key, change]));
  const withheld = changes.filter(
    change => remaining.get(change.key) !== change,
  );
  return {
    changes: kept,
    held: {
      message:
        `This pass would take away ${lost} of ${total} grants, objects and ` +
        `records (${deletions.length} deletions, ${revoked} revoked grants) ` +
        'that nobody decided to take away, which is too much to happen ' +
        'unseen; they stay until a platform engineer confirms it or what is ' +
        'missing is back',
      deletions: withheld.map(change => change.key).sort(),
    },
  };
}

function countRevoked(changes: readonly Change[], expected: Expected): number {
  return changes
    .map(change => {
      if (change.target === 'record' || change.type === 'create') {
        return 0;
      }
      const { key } = change;
      const after = new Set(
        change.type === 'delete' ? [] : listGrants(key, change.desired),
      );
      const wanted = expectedObject(key, expected);
      const meant = new Set(wanted && listGrants(key, wanted));
      return listGrants(key, change.live).filter(
        grant => !after.has(grant) && meant.has(grant),
      ).length;
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

function expectedObject(
  key: string,
  expected: Expected,
): MeshObject | undefined {
  const found = expected.get(key);
  return found && 'kind' in found ? found : undefined;
}

/** What remains of a change when nothing may go that nobody decided about. */
function withoutLoss(change: Change, expected: Expected): Change[] {
  if (change.target === 'record' || change.type === 'create') {
    const isWithheld = change.type === 'delete' && expected.has(change.key);
    return isWithheld ? [] : [change];
  }
  const wanted = expectedObject(change.key, expected);
  if (!wanted) {
    return [change];
  }
  if (change.live.kind === 'VirtualService') {
    return withRoutes(change, wanted);
  }
  return withGrants(change, wanted);
}

/** Keeps the grants that are live and meant, besides those to come. */
function withGrants(
  change: Extract<ObjectChange, { type: 'update' | 'delete' }>,
  wanted: MeshObject,
): Change[] {
  const { live, key } = change;
  const target = change.type === 'delete' ? live : change.desired;
  const before = readAccessForm(live);
  const after = change.type === 'delete' ? {} : readAccessForm(change.desired);
  const meant = readAccessForm(wanted);
  if (!before || !after || !meant) {
    return change.type === 'delete' ? [] : [change];
  }
  const form: AccessForm = {};
  for (const direction of DIRECTIONS) {
    const was = before[direction];
    if (was) {
      const coming = after[direction] ?? [];
      const shared = pickRules(
        splitRules(was),
        splitRules(meant[direction] ?? []),
        'shared',
      );
      form[direction] = uniteRules(
        pickRules(shared, splitRules(coming), 'missing'),
        coming,
      );
    }
  }
  if (change.type === 'update' && areSameForms(form, after)) {
    return [change];
  }
  const isSame = DIRECTIONS.every(direction =>
    isSameSplit(form[direction], before[direction]),
  );
  const desired = withAccessForm(canonicalize(target), form);
  return isSame || isSameObject(desired, live)
    ? []
    : [{ target: 'object', type: 'update', key, desired, live }];
}

function isSameSplit(
  a: AccessForm[keyof AccessForm],
  b: AccessForm[keyof AccessForm],
): boolean {
  return areSameForms(
    { calls: a && splitRules(a) },
    { calls: b && splitRules(b) },
  );
}

/** Keeps the routes that are live and meant. */
function withRoutes(
  change: Extract<ObjectChange, { type: 'update' | 'delete' }>,
  wanted: MeshObject,
): Change[] {
  const { live, key } = change;
  const before = routesOf(live);
  const after = change.type === 'delete' ? [] : routesOf(change.desired);
  const meant = routesOf(wanted);
  if (!before.some(route => meant.includes(route) && !after.includes(route))) {
    return [change];
  }
  // Some routes may go on purpose; none may come that was not there.
  const isNarrower = meant.every(route => before.includes(route));
  return isNarrower && !isSameObject(wanted, live)
    ? [{ target: 'object', type: 'update', key, desired: wanted, live }]
    : [];
}

function routesOf(object: MeshObject): string[] {
  const { spec } = canonicalize(object);
  return (['http', 'tcp', 'tls'] as const).flatMap(protocol => {
    const routes = spec?.[protocol];
    return Array.isArray(routes) ? routes.map(canonicalJson) : [];
  });
}
