import type { ObjectRule } from '../types';
import { checkValues } from './read/policies';
import { looksSecret } from './read/secrets';

/** Whoever can read policies can read their values. */
export const secretInPolicy: ObjectRule = {
  code: 'MW2011',
  severity: 'error',
  summary: 'Policies hold no secrets',
  aliases: ['SEG-SECRET-IN-POLICY'],
  check: context =>
    checkValues(context, ({ field, value }) => {
      const header = /^request\.headers\[([^\]]+)\]$/.exec(field)?.[1];
      return header !== undefined && looksSecret(header, value)
        ? `The value of header '${header}' looks like a secret, and everybody who can read the policy can read it. Verify tokens with a RequestAuthentication, or ask an external authorizer.`
        : undefined;
    }),
};
