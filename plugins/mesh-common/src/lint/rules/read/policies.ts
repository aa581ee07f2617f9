import { readTarget, type Target } from '../../../evaluate/policyTarget';
import {
  isRecord,
  toRecord,
  toRecords,
  toText,
  toTexts,
} from '../../../evaluate/readJson';
import { isDryRun, type MeshObject } from '../../../objects';
import type { LintContext, RuleFinding } from '../../types';

export type Json = Record<string, unknown>;

/** A source or an operation of a rule. */
export type Part = { path: string; fields: Json };

export type Condition = {
  path: string;
  key: string;
  values: readonly string[];
  notValues: readonly string[];
};

export type PolicyRule = {
  path: string;
  sources: readonly Part[];
  operations: readonly Part[];
  conditions: readonly Condition[];
};

/** An AuthorizationPolicy, as rules look at it. */
export type Policy = {
  object: MeshObject;
  namespace: string;
  name: string;
  action: string;
  provider?: string;
  target: Target;
  /** True when it only counts what it would do. */
  dryRun: boolean;
  rules: readonly PolicyRule[];
};

/** One value of a field of a rule. */
export type PolicyValue = {
  policy: Policy;
  rule: PolicyRule;
  path: string;
  /** Name of the field without `not`, or the key of a condition. */
  field: string;
  negated: boolean;
  value: string;
};

/** Every AuthorizationPolicy of Istio. */
export function listPolicies(context: LintContext): readonly Policy[] {
  return context.derive(readPolicies);
}

function readPolicies(context: LintContext): readonly Policy[] {
  return context
    .ofKind('AuthorizationPolicy', 'security.istio.io')
    .map(readPolicy);
}

function readPolicy(object: MeshObject): Policy {
  const spec = toRecord(object.spec);
  const { namespace = '', name } = object.metadata;
  return {
    object,
    namespace,
    name,
    action: toText(spec.action) ?? 'ALLOW',
    provider: toText(toRecord(spec.provider).name),
    target: readTarget(object),
    dryRun: isDryRun(object),
    rules: toRecords(spec.rules).map((rule, index) =>
      readRule(rule, `spec/rules[${index}]`),
    ),
  };
}

function readRule(rule: Json, path: string): PolicyRule {
  return {
    path,
    sources: toRecords(rule.from).map(({ source }, index) => ({
      path: `${path}/from[${index}]/source`,
      fields: toRecord(source),
    })),
    operations: toRecords(rule.to).map(({ operation }, index) => ({
      path: `${path}/to[${index}]/operation`,
      fields: toRecord(operation),
    })),
    conditions: toRecords(rule.when).map((condition, index) => ({
      path: `${path}/when[${index}]`,
      key: toText(condition.key) ?? '',
      values: toTexts(condition.values),
      notValues: toTexts(condition.notValues),
    })),
  };
}

const readSoFar = new WeakMap<Policy, readonly PolicyValue[]>();

/** Every value that the rules of a policy compare with. */
export function listValues(policy: Policy): readonly PolicyValue[] {
  const known = readSoFar.get(policy);
  if (known) return known;
  const found = readValues(policy);
  readSoFar.set(policy, found);
  return found;
}

function readValues(policy: Policy): PolicyValue[] {
  return policy.rules.flatMap(rule => [
    ...[...rule.sources, ...rule.operations].flatMap(part =>
      listPartValues(policy, rule, part),
    ),
    ...rule.conditions.flatMap(({ path, key, values, notValues }) =>
      [values, notValues].flatMap((list, negated) =>
        list.map(value => ({
          policy,
          rule,
          path,
          field: key,
          negated: negated === 1,
          value,
        })),
      ),
    ),
  ]);
}

function listPartValues(
  policy: Policy,
  rule: PolicyRule,
  { path, fields }: Part,
): PolicyValue[] {
  return Object.entries(fields).flatMap(([name, list]) => {
    const negated = /^not[A-Z]/.test(name);
    const field = negated
      ? `${name.charAt(3).toLowerCase()}${name.slice(4)}`
      : name;
    return toTexts(list).map(value => ({
      policy,
      rule,
      path: `${path}/${name}`,
      field,
      negated,
      value,
    }));
  });
}

function readAllValues(context: LintContext): PolicyValue[] {
  return listPolicies(context).flatMap(listValues);
}

/** What is said about single values of AuthorizationPolicies. */
export function checkValues(
  context: LintContext,
  judge: (value: PolicyValue) => string | undefined,
): RuleFinding[] {
  const found: RuleFinding[] = [];
  for (const value of context.derive(readAllValues)) {
    const message = judge(value);
    if (message === undefined) continue;
    found.push({ object: value.policy.object, path: value.path, message });
  }
  return found;
}

/** Values of a field of a part; empty when it does not restrict. */
export function valuesOf({ fields }: Part, name: string): string[] {
  return toTexts(fields[name]);
}

/** True for a rule without any demand: it matches everything. */
export function isOpenRule(rule: PolicyRule): boolean {
  const { sources, operations, conditions } = rule;
  return (
    conditions.length === 0 &&
    [...sources, ...operations].every(
      ({ fields }) => !isRecord(fields) || Object.keys(fields).length === 0,
    )
  );
}

const httpFields = ['methods', 'paths', 'hosts', 'requestPrincipals'];

/** True for fields and keys that exist on HTTP only. */
export function isHttpField(field: string): boolean {
  return httpFields.includes(field) || field.startsWith('request.');
}

const identityFields = new Set([
  'principals',
  'namespaces',
  'serviceAccounts',
  'trustDomains',
  'source.principal',
  'source.namespace',
  'source.serviceAccount',
  'source.trustDomain',
]);

/** True for fields and keys that look at the certificate of the caller. */
export function isIdentityField(field: string): boolean {
  return identityFields.has(field);
}
