import type { LintContext, ObjectRule, RuleFinding } from '../types';
import {
  covers,
  demandsKey,
  readDemands,
  type Demands,
} from './read/canonicalRule';
import { listPolicies, type Policy, type PolicyRule } from './read/policies';

/** Rules that another one leaves nothing to do. */
export const shadowedRule: ObjectRule = {
  code: 'MW2028',
  severity: 'info',
  summary: 'Every rule has an effect beside the others',
  aliases: ['SEG-SHADOWED'],
  check: findShadowed,
};

type Entry = { policy: Policy; rule: PolicyRule; demands: Demands };

/** Rules of one scope, by one of the values that they demand. */
type Shelf = Map<string, Entry[]>;

/** The more callers share a field's value, the later it is looked up by. */
const order = ['principals', 'serviceAccounts', 'namespaces', 'paths', 'hosts'];

function findShadowed(context: LintContext): RuleFinding[] {
  const policies = listPolicies(context).filter(({ dryRun }) => !dryRun);
  const shelves = new Map<string, Shelf>();
  const entries = policies.flatMap(policy =>
    policy.rules.flatMap(rule => {
      const demands = readDemands(rule);
      return demands ? [{ policy, rule, demands }] : [];
    }),
  );
  for (const entry of entries) {
    const scope = scopeOf(entry.policy);
    const shelf = shelves.get(scope) ?? new Map<string, Entry[]>();
    shelves.set(scope, shelf);
    for (const key of indexKeys(entry.demands)) {
      const others = shelf.get(key);
      if (others) others.push(entry);
      else shelf.set(key, [entry]);
    }
  }
  return entries
    .filter(({ policy }) => policy.action === 'ALLOW')
    .flatMap(entry => judge(context, shelves, entry));
}

function judge(
  context: LintContext,
  shelves: ReadonlyMap<string, Shelf>,
  entry: Entry,
): RuleFinding[] {
  const { policy, rule, demands } = entry;
  const scopes = new Set([
    scopeOf(policy),
    ...(policy.target.targetRefs.length > 0
      ? []
      : [
          `${policy.namespace} [] []`,
          `${context.options.rootNamespace} [] []`,
        ]),
  ]);
  for (const scope of scopes) {
    const shelf = shelves.get(scope);
    const candidates = shelf
      ? valueKeys(demands).flatMap(key => shelf.get(key) ?? [])
      : [];
    const cover = candidates.find(
      other => other !== entry && isCover(other, entry),
    );
    if (cover) {
      const where = `${cover.rule.path} of '${cover.policy.name}'`;
      const message =
        cover.policy.action === 'DENY'
          ? `What the rule allows is denied by ${where}, and DENY goes first. Remove the rule, or narrow the DENY.`
          : `All that the rule allows is allowed by ${where} already. Remove the rule, or narrow the other one.`;
      return [{ object: policy.object, path: rule.path, message }];
    }
  }
  return [];
}

function isCover(wide: Entry, narrow: Entry): boolean {
  const { action } = wide.policy;
  if (action !== 'ALLOW' && action !== 'DENY') return false;
  // Equal rules are another rule's business.
  return (
    covers(wide.demands, narrow.demands) &&
    (action === 'DENY' ||
      demandsKey(wide.demands) !== demandsKey(narrow.demands))
  );
}

function scopeOf({ namespace, target }: Policy): string {
  const labels = Object.entries(target.matchLabels ?? {}).sort();
  return `${namespace} ${JSON.stringify(labels)} ${JSON.stringify(
    target.targetRefs,
  )}`;
}

/** Under which values a wide rule is found: those of one of its fields. */
function indexKeys(demands: Demands): string[] {
  if (demands.size === 0) return [''];
  const fields = [...demands.keys()].sort((a, b) => rank(a) - rank(b));
  const [field = ''] = fields;
  if (field.startsWith('!')) return [field];
  return [...(demands.get(field) ?? [])].map(value => `${field} ${value}`);
}

function valueKeys(demands: Demands): string[] {
  return [
    '',
    ...[...demands].flatMap(([field, values]) =>
      field.startsWith('!')
        ? [field]
        : [...values].slice(0, 1).map(value => `${field} ${value}`),
    ),
  ];
}

function rank(field: string): number {
  const place = order.indexOf(field);
  return place < 0 ? order.length : place;
}
