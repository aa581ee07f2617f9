import type { LintContext, ObjectRule, RuleFinding } from '../types';
import {
  isHttpField,
  listPolicies,
  valuesOf,
  type Policy,
  type PolicyRule,
} from './read/policies';
import { protocolsOfPorts, type ProtocolsOfPorts } from './read/protocols';

/**
 * On a TCP or TLS port the proxy sees no requests: an ALLOW rule that asks
 * for them is dropped there.
 */
export const httpOnTcp: ObjectRule = {
  code: 'MW2005',
  severity: 'error',
  summary: 'Rules about requests are for ports that speak HTTP',
  aliases: ['SEG-HTTP-ON-TCP'],
  check: context =>
    listPolicies(context)
      .filter(({ action }) => action === 'ALLOW')
      .flatMap(policy => checkPolicy(context, policy)),
};

function checkPolicy(context: LintContext, policy: Policy): RuleFinding[] {
  const rules = policy.rules.filter(({ conditions, operations, sources }) =>
    [
      ...conditions.map(({ key }) => key),
      ...[...operations, ...sources].flatMap(({ fields }) =>
        Object.keys(fields),
      ),
    ].some(isHttpField),
  );
  if (rules.length === 0) return [];
  const ports = protocolsOfPorts(context, policy.target);
  return rules.flatMap(rule => checkRule(policy, rule, ports));
}

function checkRule(
  { object }: Policy,
  rule: PolicyRule,
  ports: ProtocolsOfPorts,
): RuleFinding[] {
  const asked = rule.operations.flatMap(part => valuesOf(part, 'ports'));
  const numbers = asked.length > 0 ? asked.map(Number) : [...ports.keys()];
  const carrying = (...protocols: (string | undefined)[]) =>
    numbers.filter(number => protocols.includes(ports.get(number)?.protocol));
  const other = carrying('tcp', 'tls');
  // Without named ports the rule is for those that speak HTTP, if any does.
  const isMeant = asked.length > 0 || other.length === numbers.length;
  const wrong = isMeant ? other : [];
  const unsure = carrying('unknown');
  const list = (found: number[]) =>
    found.map(number => `${number} (${ports.get(number)?.name})`).join(', ');
  if (wrong.length > 0) {
    const message = `The rule asks about requests, but port ${list(
      wrong,
    )} carries TCP or TLS: the rule never matches there. Name the port of the Service \`http-…\` or set appProtocol, or ask only for callers and ports.`;
    return [{ object, path: rule.path, message }];
  }
  if (unsure.length === 0) return [];
  const message = `The rule asks about requests, but the Service does not say what port ${list(
    unsure,
  )} speaks: the proxy guesses per connection, and the rule never matches what it takes for TCP. Name the port \`http-…\` or set appProtocol.`;
  return [{ object, path: rule.path, message, severity: 'warning' }];
}
