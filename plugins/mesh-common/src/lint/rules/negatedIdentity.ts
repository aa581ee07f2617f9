import type { ObjectRule, RuleFinding } from '../types';
import { isStrict } from './read/mesh';
import {
  isIdentityField,
  listPolicies,
  listValues,
  type PolicyValue,
} from './read/policies';

/** Who presents no identity is not the one who is excluded. */
export const negatedIdentity: ObjectRule = {
  code: 'MW2020',
  severity: 'warning',
  summary: 'Nobody is let in for not being somebody',
  aliases: ['SEG-NOT-PRINCIPAL'],
  check: context =>
    listPolicies(context)
      .filter(({ action }) => action === 'ALLOW')
      .flatMap(policy => {
        const values = listValues(policy);
        const named = new Set(
          values.filter(isNamed).map(({ rule }) => rule.path),
        );
        const loose = values.filter(
          value =>
            value.negated &&
            isIdentityField(value.field) &&
            !named.has(value.rule.path),
        );
        if (loose.length === 0 || isStrict(context, policy.target)) return [];
        return firstOfEach(loose).map(
          ({ path, field }): RuleFinding => ({
            object: policy.object,
            path,
            message: `The rule lets in whoever is not named in \`${field}\`: callers without any identity (plaintext) too. Name those who may call, or require an identity with principals ["*"].`,
          }),
        );
      }),
};

function isNamed({ field, negated }: PolicyValue): boolean {
  return !negated && isIdentityField(field);
}

export function firstOfEach(values: readonly PolicyValue[]): PolicyValue[] {
  return [...new Map(values.map(value => [value.path, value])).values()];
}
