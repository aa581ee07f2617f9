import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { listNetPolicies } from '../rules/read/network';
import { listPeers } from '../rules/read/peers';
import { listPolicies } from '../rules/read/policies';
import { isOurs, managedNamespaces } from '../rules/read/ours';

/** Policies add up: who may write one more may let in one more. */
export const foreignWidening: ObjectRule = {
  code: 'MW3009',
  severity: 'error',
  summary: 'Nobody else lets callers into managed namespaces',
  aliases: ['SEG-FOREIGN-OBJECT'],
  check: context => [
    ...listPolicies(context)
      .filter(({ rules, dryRun }) => rules.length > 0 && !dryRun)
      .flatMap(({ object, action }) =>
        report(
          context,
          object,
          action === 'ALLOW'
            ? 'lets in callers that no declaration grants'
            : 'changes what declarations grant',
        ),
      ),
    ...listPeers(context).flatMap(({ object }) =>
      report(context, object, 'decides on mutual TLS beside ours'),
    ),
    ...listNetPolicies(context)
      .filter(
        ({ ingress = [], egress = [] }) => ingress.length + egress.length > 0,
      )
      .flatMap(({ object }) =>
        report(context, object, 'opens connections that no declaration grants'),
      ),
  ],
};

function report(
  context: LintContext,
  object: RuleFinding['object'],
  what: string,
): RuleFinding[] {
  const { namespace = '' } = object.metadata;
  if (isOurs(context, object) || !managedNamespaces(context).has(namespace)) {
    return [];
  }
  const message = `The object is not ours, in a managed namespace, and it ${what}. Declare what it is for, then remove it.`;
  return [{ object, path: '', message }];
}
