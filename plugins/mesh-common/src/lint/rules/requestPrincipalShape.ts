import type { ObjectRule } from '../types';
import { checkValues } from './read/policies';

/** It is `issuer/subject`, cut at the last slash. */
export const requestPrincipalShape: ObjectRule = {
  code: 'MW2024',
  severity: 'error',
  summary: 'Request principals hold an issuer and a subject',
  aliases: ['SEG-REQUEST-PRINCIPAL'],
  check: context =>
    checkValues(context, ({ field, value }) => {
      const isPrincipal =
        field === 'requestPrincipals' || field === 'request.auth.principal';
      if (!isPrincipal || /^\*|\*$/.test(value)) return undefined;
      const rest = value.replace(/^https?:\/\//, '');
      const cut = rest.lastIndexOf('/');
      return cut > 0 && cut < rest.length - 1
        ? undefined
        : `'${value}' has no issuer and subject with a slash between: no token matches it. Write 'issuer/subject', or 'issuer/*' for every subject.`;
    }),
};
