import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { listPolicies, valuesOf, type Policy } from './read/policies';
import { policiesFor } from './read/policyIndex';
import { sayLacking } from './read/shown';

/** The external authorizer is asked about what the rules match, no more. */
export const customPartial: ObjectRule = {
  code: 'MW2025',
  severity: 'error',
  summary: 'The external authorizer is asked about every method',
  aliases: ['SEG-CUSTOM-PARTIAL'],
  check: context =>
    listPolicies(context)
      .filter(({ action }) => action === 'CUSTOM')
      .flatMap(policy => checkPolicy(context, policy)),
};

function checkPolicy(context: LintContext, policy: Policy): RuleFinding[] {
  const { object, rules, namespace, target } = policy;
  const parts = rules.flatMap(({ operations }) => operations);
  const isPartial =
    parts.length > 0 &&
    rules.every(({ operations }) => operations.length > 0) &&
    parts.every(part => valuesOf(part, 'methods').length > 0);
  const [first] = parts;
  if (!first || !isPartial) return [];
  const isRestricted = policiesFor(
    context,
    namespace,
    target.matchLabels ?? {},
  ).some(({ action, dryRun }) => action === 'ALLOW' && !dryRun);
  if (isRestricted) return [];
  const methods = [
    ...new Set(parts.flatMap(part => valuesOf(part, 'methods'))),
  ];
  const { among, severity } = sayLacking(context);
  const message = `${among}only ${methods.join(
    ', ',
  )} go to the external authorizer; every other method passes without a question. Leave out \`methods\`, or add an ALLOW policy that admits only these.`;
  return [{ object, path: `${first.path}/methods`, message, severity }];
}
