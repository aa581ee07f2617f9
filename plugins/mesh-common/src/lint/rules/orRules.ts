import type { ObjectRule, RuleFinding } from '../types';
import { listPolicies, type Policy, type PolicyRule } from './read/policies';

type Half = 'from' | 'to' | 'when';

/**
 * `- from` and `- to` as two items of a list are two rules. Each of them
 * alone is wider than both together.
 */
export const orRules: ObjectRule = {
  code: 'MW2002',
  severity: 'error',
  summary: 'Callers and operations stand in one rule, not in two',
  aliases: ['SEG-OR-RULES'],
  check: context => listPolicies(context).flatMap(checkPolicy),
};

function checkPolicy({ object, rules, action }: Policy): RuleFinding[] {
  return rules.flatMap((rule, index) => {
    const previous = rules[index - 1];
    const half = onlyHalf(rule);
    const before = previous && onlyHalf(previous);
    if (!half || !before || half === before) return [];
    const message = `The list item before has only \`${before}\`, this one only \`${half}\`: they are two rules, either of them is enough to ${
      action === 'DENY' ? 'deny' : 'match'
    }. Put \`${before}\` and \`${half}\` into one item when both are meant to hold.`;
    return [{ object, path: rule.path, message }];
  });
}

/** The one part that a rule has. */
function onlyHalf(rule: PolicyRule): Half | undefined {
  const halves: Half[] = [];
  if (rule.sources.length > 0) halves.push('from');
  if (rule.operations.length > 0) halves.push('to');
  if (rule.conditions.length > 0) halves.push('when');
  return halves.length === 1 ? halves[0] : undefined;
}
