import type { LintContext, ObjectRule, RuleFinding } from '../types';
import {
  isHttpField,
  listPolicies,
  valuesOf,
  type Policy,
  type PolicyRule,
} from './read/policies';
import { protocolsOfPorts } from './read/protocols';

/**
 * Where there are no requests, rules of DENY, AUDIT and CUSTOM lose what
 * they ask about them, and match more.
 */
export const denyHttpNoPort: ObjectRule = {
  code: 'MW2006',
  severity: 'error',
  summary: 'Rules that deny requests name the HTTP ports that they are for',
  aliases: ['SEG-DENY-HTTP-NO-PORT'],
  check: context =>
    listPolicies(context)
      .filter(({ action }) => action !== 'ALLOW')
      .flatMap(policy => checkPolicy(context, policy)),
};

function checkPolicy(context: LintContext, policy: Policy): RuleFinding[] {
  const { object, action, target, rules } = policy;
  const open = rules.filter(rule => asksHttp(rule) && !namesPorts(rule));
  if (open.length === 0 || target.targetRefs.length > 0) return [];
  const ports = [...protocolsOfPorts(context, target)];
  const other = ports.filter(([, { protocol }]) => protocol !== 'http');
  if (ports.length > 0 && other.length === 0) return [];
  const where =
    other.length > 0
      ? other.map(([number]) => number).join(', ')
      : 'every TCP port';
  return open.map(({ path }) => ({
    object,
    path,
    severity: other.length > 0 ? 'error' : 'warning',
    message: `What the rule asks about requests is dropped on ports that carry none, so there it matches more than it says (${action} on ${where}). Add \`to.operation.ports\` with the HTTP ports that are meant.`,
  }));
}

function asksHttp({ sources, operations, conditions }: PolicyRule): boolean {
  return [
    ...conditions.map(({ key }) => key),
    ...[...sources, ...operations]
      .flatMap(({ fields }) => Object.keys(fields))
      .map(name => name.replace(/^not(.)/, (_, first) => first.toLowerCase())),
  ].some(isHttpField);
}

function namesPorts({ operations, conditions }: PolicyRule): boolean {
  return (
    conditions.some(
      ({ key, values }) => key === 'destination.port' && values.length > 0,
    ) ||
    (operations.length > 0 &&
      operations.every(part => valuesOf(part, 'ports').length > 0))
  );
}
