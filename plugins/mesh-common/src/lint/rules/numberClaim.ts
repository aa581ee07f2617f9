import type { ObjectRule } from '../types';
import { checkValues } from './read/policies';

const numeric = new Set(['exp', 'iat', 'nbf', 'auth_time', 'updated_at']);
const boolean = new Set(['email_verified', 'phone_number_verified']);

/** Only texts and lists of texts in a token can match. */
export const numberClaim: ObjectRule = {
  code: 'MW2009',
  severity: 'warning',
  summary: 'Conditions ask only for claims that are texts',
  aliases: ['SEG-NUMBER-CLAIM'],
  check: context =>
    checkValues(context, ({ field, value, negated }) => {
      const claim = /^request\.auth\.claims\[([^\][]+)\]$/.exec(field)?.[1];
      if (claim === undefined) return undefined;
      const kind = numeric.has(claim)
        ? 'a number'
        : (boolean.has(claim) && 'true or false') ||
          (/^(true|false|-?\d+(\.\d+)?)$/.test(value) && 'perhaps no text');
      return kind
        ? `Claim '${claim}' is ${kind} in tokens, and only texts match: the condition on '${value}' is then always ${
            negated ? 'true' : 'false'
          }. Times are checked with the token itself; for a token at all use requestPrincipals ["*"].`
        : undefined;
    }),
};
