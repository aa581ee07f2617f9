import type { ObjectRule } from '../types';
import { listPolicies, listValues } from './read/policies';
import { verifiesTokens } from './read/tokens';

/** Claims exist only where a RequestAuthentication verified a token. */
export const claimWithoutVerification: ObjectRule = {
  code: 'MW2022',
  severity: 'error',
  summary: 'Rules about tokens stand where tokens are verified',
  aliases: ['SEG-CLAIM-WITHOUT-RA'],
  check: context => {
    if (!context.options.complete) return [];
    return listPolicies(context).flatMap(policy => {
      const values = listValues(policy).filter(
        ({ field }) =>
          field === 'requestPrincipals' || field.startsWith('request.auth.'),
      );
      const [first] = values;
      if (!first || verifiesTokens(context, policy.target)) return [];
      return [
        {
          object: policy.object,
          path: first.path,
          message: `\`${
            first.field
          }\` needs a verified token, and no RequestAuthentication verifies any for these workloads: the rule ${
            first.negated ? 'always' : 'never'
          } matches. Add a RequestAuthentication with the same selector.`,
        },
      ];
    });
  },
};
