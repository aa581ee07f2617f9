import type { ObjectRule, RuleFinding } from '../types';
import {
  covers,
  demandsKey,
  readDemands,
  type Demands,
} from './read/canonicalRule';
import { DemandIndex } from './read/DemandIndex';
import { listPolicies, type Policy, type PolicyRule } from './read/policies';

/** Rules that another one leaves nothing to do. */
export const shadowedRule: ObjectRule = {
  code: 'MW2028',
  severity: 'info',
  summary: 'Every rule has an effect beside the others',
  aliases: ['SEG-SHADOWED'],
  check: context => {
    const scopes = new Map<string, Policy[]>();
    for (const policy of listPolicies(context)) {
      if (policy.dryRun || policy.rules.length === 0) continue;
      const scope = scopeOf(policy);
      const others = scopes.get(scope);
      if (others) others.push(policy);
      else scopes.set(scope, [policy]);
    }
    const { rootNamespace } = context.options;
    const indexes = new Map<string, DemandIndex<Entry>>();
    return [...scopes].flatMap(([scope, own]) => {
      const [{ namespace, target }] = own as [Policy];
      const wider = target.targetRefs.length
        ? []
        : [general(namespace), general(rootNamespace)];
      const around = [...new Set([scope, ...wider])].filter(other =>
        scopes.has(other),
      );
      const isAlone = around.length === 1 && own.length === 1;
      if (isAlone && own[0]?.rules.length === 1) return [];
      const found = around.map(other => {
        const index = indexes.get(other) ?? toIndex(scopes.get(other) ?? []);
        indexes.set(other, index);
        return index;
      });
      return toEntries(own).flatMap(entry => judge(entry, found));
    });
  },
};

type Entry = { policy: Policy; rule: PolicyRule; demands: Demands };

function toEntries(policies: readonly Policy[]): Entry[] {
  return policies.flatMap(policy =>
    policy.rules.flatMap(rule => {
      const demands = readDemands(rule);
      return demands ? [{ policy, rule, demands }] : [];
    }),
  );
}

function toIndex(policies: readonly Policy[]): DemandIndex<Entry> {
  const index = new DemandIndex<Entry>();
  const seen = new Set<string>();
  for (const entry of toEntries(policies)) {
    // Of equal ones the first speaks for all; thousands would compare each
    // with each.
    const key = `${entry.policy.action} ${demandsKey(entry.demands)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    index.add(entry.demands, entry);
  }
  return index;
}

function judge(
  entry: Entry,
  indexes: readonly DemandIndex<Entry>[],
): RuleFinding[] {
  const { policy, rule, demands } = entry;
  if (policy.action !== 'ALLOW') return [];
  const covering = indexes
    .flatMap(index => index.find(demands))
    .filter(other => other.rule !== rule && isCover(other, entry));
  const cover =
    covering.find(other => other.policy.action === 'DENY') ?? covering[0];
  if (!cover) return [];
  const where = `${cover.rule.path} of '${cover.policy.name}'`;
  const message =
    cover.policy.action === 'DENY'
      ? `What the rule allows is denied by ${where}, and DENY goes first. Remove the rule, or narrow the DENY.`
      : `All that the rule allows is allowed by ${where} already. Remove the rule, or narrow the other one.`;
  return [{ object: policy.object, path: rule.path, message }];
}

function isCover(wide: Entry, narrow: Entry): boolean {
  const { action } = wide.policy;
  if (action !== 'ALLOW' && action !== 'DENY') return false;
  if (!covers(wide.demands, narrow.demands)) return false;
  // Equal rules are another rule's business.
  return (
    action === 'DENY' || demandsKey(wide.demands) !== demandsKey(narrow.demands)
  );
}

function scopeOf({ namespace, target }: Policy): string {
  const labels = Object.entries(target.matchLabels ?? {}).sort();
  return JSON.stringify([namespace, labels, target.targetRefs]);
}

function general(namespace: string): string {
  return JSON.stringify([namespace, [], []]);
}
