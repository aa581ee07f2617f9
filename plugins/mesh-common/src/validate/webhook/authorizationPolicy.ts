import type { MeshObject } from '../../objects';
import {
  isRecord,
  toRecord,
  toRecords,
  toText,
  toTexts,
} from '../../evaluate/readJson';
import type { Validation } from '../types';
import { validateCondition, validateValues } from './rules';
import { validateTarget, type Json } from './shared';

/** What the control plane's webhook says to an AuthorizationPolicy. */
export function checkAuthorizationPolicy({
  metadata,
  spec: given,
}: MeshObject): Validation {
  const spec = toRecord(given);
  const action = toText(spec.action) ?? 'ALLOW';
  const target = validateTarget(spec);
  const rules = toRecords(spec.rules);
  return {
    errors: [
      ...target.errors,
      ...checkAction(spec, action),
      ...checkDryRun(metadata.annotations?.['istio.io/dry-run'], action),
      ...rules.flatMap(rule => checkRule(rule, action)),
    ],
    warnings: [
      ...target.warnings,
      ...(action === 'DENY' && rules.some(closesTcp)
        ? [
            'configured AuthorizationPolicy will deny all traffic to TCP ports under its scope due to the use of only HTTP attributes in a DENY rule; it is recommended to explicitly specify the port',
          ]
        : []),
    ],
  };
}

function checkAction(spec: Json, action: string): string[] {
  const errors: string[] = [];
  const provider = toText(toRecord(spec.provider).name);
  if (action === 'CUSTOM') {
    if (!provider) errors.push('`provider.name` must not be empty');
  } else if (spec.provider !== undefined) {
    errors.push('`provider` must not be with other actions than CUSTOM');
  }
  if (
    (action === 'CUSTOM' || action === 'DENY') &&
    toRecords(spec.rules).length === 0
  ) {
    errors.push(
      `${action} action without \`rules\` is meaningless as it will never be triggered`,
    );
  }
  return errors;
}

function checkDryRun(value: string | undefined, action: string): string[] {
  if (value === undefined) return [];
  if (!/^(1|0|t|f|true|false)$/i.test(value)) {
    return [`istio.io/dry-run must be true or false, not "${value}"`];
  }
  return action === 'ALLOW' || action === 'DENY'
    ? []
    : [`istio.io/dry-run is not supported with action ${action}`];
}

const onlyElsewhere = [
  'namespaces',
  'notNamespaces',
  'principals',
  'notPrincipals',
  'requestPrincipals',
  'notRequestPrincipals',
];

function checkRule(rule: Json, action: string): string[] {
  const errors = ['from', 'to']
    .filter(part => Array.isArray(rule[part]) && rule[part].length === 0)
    .map(part => `\`${part}\` must not be an empty list`);
  for (const { source } of toRecords(rule.from)) {
    errors.push(...checkSource(source, action));
  }
  for (const { operation } of toRecords(rule.to)) {
    errors.push(
      ...(hasValues(operation)
        ? validateValues(toRecord(operation))
        : ['`operation` must not be empty']),
    );
  }
  for (const condition of toRecords(rule.when)) {
    errors.push(...validateCondition(condition, action));
  }
  return errors;
}

function checkSource(given: unknown, action: string): string[] {
  if (!hasValues(given)) return ['`source` must not be empty'];
  const source = toRecord(given);
  const errors = validateValues(source);
  const filled = (fields: readonly string[]) =>
    fields.filter(field => toTexts(source[field]).length > 0);
  if (action === 'CUSTOM') {
    errors.push(
      ...filled(onlyElsewhere).map(
        field => `\`${field}\` is not supported with action CUSTOM`,
      ),
    );
  }
  if (
    filled(['serviceAccounts', 'notServiceAccounts']).length > 0 &&
    filled(onlyElsewhere.slice(0, 4)).length > 0
  ) {
    errors.push('cannot set serviceAccounts with namespaces or principals');
  }
  return errors;
}

function hasValues(part: unknown): boolean {
  return (
    isRecord(part) &&
    Object.values(part).some(value => toTexts(value).length > 0)
  );
}

const connection = /^(not)?(namespaces|principals|ipBlocks|serviceAccounts)$/i;

/** Whether a DENY rule loses all its conditions on a TCP port. */
function closesTcp(rule: Json): boolean {
  const names = (item: unknown) => Object.keys(toRecord(item));
  const from = toRecords(rule.from).flatMap(({ source }) => names(source));
  const to = toRecords(rule.to).flatMap(({ operation }) => names(operation));
  if (to.length > 0) return !to.some(name => /^(not)?ports$/i.test(name));
  return from.length > 0 && !from.some(name => connection.test(name));
}
