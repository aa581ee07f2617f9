import type { ObjectRule } from '../types';
import { firstOfEach } from './negatedIdentity';
import { isStrict } from './read/mesh';
import { isIdentityField, listPolicies, listValues } from './read/policies';

/** A caller without identity is none of those that are denied. */
export const denyByIdentity: ObjectRule = {
  code: 'MW2021',
  severity: 'warning',
  summary: 'Callers are denied by identity only where all have one',
  aliases: ['KIA0105'],
  check: context =>
    listPolicies(context)
      .filter(({ action }) => action === 'DENY')
      .flatMap(policy => {
        const values = listValues(policy).filter(
          ({ field, negated }) => isIdentityField(field) && !negated,
        );
        if (values.length === 0 || isStrict(context, policy.target)) return [];
        return firstOfEach(values).map(({ path, field }) => ({
          object: policy.object,
          path,
          message: `The workloads accept plaintext, and a caller in plaintext has no identity: the DENY by \`${field}\` does not catch it. Set PeerAuthentication to STRICT, and allow those who may call instead of denying others.`,
        }));
      }),
};
