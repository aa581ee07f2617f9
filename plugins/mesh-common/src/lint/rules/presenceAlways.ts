import type { ObjectRule } from '../types';
import { checkValues } from './read/policies';

/** Headers that are there on every request that a policy sees. */
const always = new Set([
  'x-request-id',
  ':method',
  ':path',
  ':authority',
  ':scheme',
  'host',
  'x-forwarded-proto',
]);

/** A question with one answer decides nothing. */
export const presenceAlways: ObjectRule = {
  code: 'MW2014',
  severity: 'warning',
  summary: 'No condition asks whether a header is there that always is',
  aliases: ['SEG-PRESENCE-ALWAYS'],
  check: context =>
    checkValues(context, ({ field, value, negated }) => {
      const header = /^request\.headers\[([^\]]+)\]$/.exec(field)?.[1];
      return header && value === '*' && always.has(header.toLowerCase())
        ? `Proxies put '${header}' into every request, so the condition is always ${
            negated ? 'false' : 'true'
          }. Remove it.`
        : undefined;
    }),
};
