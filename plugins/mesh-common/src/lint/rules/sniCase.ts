import type { ObjectRule } from '../types';
import { checkValues } from './read/policies';

/** The server name is in lower case by the time a policy sees it. */
export const sniCase: ObjectRule = {
  code: 'MW2030',
  severity: 'error',
  summary: 'Server names are written in lower case',
  aliases: ['SEG-SNI-CASE'],
  check: context =>
    checkValues(context, ({ field, value, negated }) =>
      field === 'connection.sni' && value !== value.toLowerCase()
        ? `'${value}' of connection.sni has capital letters, and policies see the server name in lower case: the condition is always ${
            negated ? 'true' : 'false'
          }. Write '${value.toLowerCase()}'.`
        : undefined,
    ),
};
