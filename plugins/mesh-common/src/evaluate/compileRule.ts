import type { Field, SeenMatcher } from './field';
import { findAttribute, operationFields, sourceFields } from './fields';
import { exactPrincipal } from './matchPrincipal';
import { toRecord, toRecords, toText, toTexts } from './readJson';
import { not } from './truth';

/** One condition of a rule. */
export type Condition = {
  /** As it is written in the policy, `notPorts` for example. */
  field: string;
  values: readonly string[];
  http: boolean;
  test: SeenMatcher;
  /** Present when it is met by these SPIFFE URIs and by no others. */
  identities?: readonly string[];
};

/** Conditions that must all hold. */
export type Clause = readonly Condition[];

export type CompiledRule = {
  index: number;
  /** Its name in the proxy: the lexicographically first match is reported. */
  key: string;
  /** One must hold, none means any. */
  from: readonly Clause[];
  to: readonly Clause[];
  when: Clause;
  /** True when some condition exists on HTTP only. */
  http: boolean;
  /** Why the control plane leaves the rule out, when it does. */
  skipped?: string;
};

/** What the meaning of a rule depends on. */
export type RuleContext = {
  namespace: string;
  name: string;
  /** ALLOW rules fall away when a part is wrong, others lose the part. */
  allow: boolean;
  /** Adds the aliases of the trust domain to a list of principals. */
  expandPrincipals(values: readonly string[]): readonly string[];
  /** False when the control plane does not know trust domains in rules. */
  knowsTrustDomains: boolean;
};

export function compileRule(
  rule: Record<string, unknown>,
  index: number,
  context: RuleContext,
): CompiledRule {
  const problems: string[] = [];
  const compiler = { context, problems };
  const from = toRecords(rule.from).map(item =>
    compileClause(compiler, toRecord(item.source), sourceFields),
  );
  const to = toRecords(rule.to).map(item =>
    compileClause(compiler, toRecord(item.operation), operationFields),
  );
  const when = toRecords(rule.when).flatMap(item =>
    compileWhen(compiler, item),
  );
  return {
    index,
    key: `ns[${context.namespace}]-policy[${context.name}]-rule[${index}]`,
    from,
    to,
    when,
    http: [...from, ...to, when].some(clause => clause.some(c => c.http)),
    skipped: problems[0],
  };
}

type Compiler = { context: RuleContext; problems: string[] };

function compileClause(
  compiler: Compiler,
  spec: Record<string, unknown>,
  fields: Record<string, Field>,
): Condition[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const negative = `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const values = toTexts(spec[name]);
    const notValues = toTexts(spec[negative]);
    if (values.length + notValues.length === 0) return [];
    if (name === 'trustDomains' && !compiler.context.knowsTrustDomains) {
      compiler.problems.push(`${name} needs Istio 1.30`);
    }
    return [
      ...compileValues(compiler, { name, field, values, negated: false }),
      ...compileValues(compiler, {
        name: negative,
        field,
        values: notValues,
        negated: true,
      }),
    ];
  });
}

function compileWhen(
  compiler: Compiler,
  spec: Record<string, unknown>,
): Condition[] {
  const name = toText(spec.key) ?? '';
  const field = findAttribute(name);
  const known =
    name !== 'source.trustDomain' || compiler.context.knowsTrustDomains;
  if (!field || !known) {
    compiler.problems.push(`unknown attribute ${name}`);
    return [];
  }
  const values = toTexts(spec.values);
  const notValues = toTexts(spec.notValues);
  return [
    ...compileValues(compiler, { name, field, values, negated: false }),
    ...compileValues(compiler, {
      name: `${name} notValues`,
      field,
      values: notValues,
      negated: true,
    }),
  ];
}

type Values = {
  name: string;
  field: Field;
  values: readonly string[];
  negated: boolean;
};

function compileValues(
  { context, problems }: Compiler,
  { name, field, values, negated }: Values,
): Condition[] {
  const expanded =
    field === sourceFields.principals
      ? context.expandPrincipals(values)
      : values;
  const accepted: string[] = [];
  for (const value of expanded) {
    if (field.accepts?.(value) !== false) accepted.push(value);
    else if (context.allow) problems.push(`${name} cannot be "${value}"`);
  }
  if (accepted.length === 0) return [];
  const test = field.compile(accepted, context.namespace);
  return [
    {
      field: name,
      values,
      http: field.http,
      test: negated ? seen => not(test(seen)) : test,
      identities: name === 'principals' ? exactIdentities(accepted) : undefined,
    },
  ];
}

/** Undefined when some principal stands for many. */
function exactIdentities(principals: readonly string[]): string[] | undefined {
  const identities = principals.flatMap(item => exactPrincipal(item) ?? []);
  return identities.length === principals.length ? identities : undefined;
}
