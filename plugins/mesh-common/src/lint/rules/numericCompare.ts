import type { ObjectRule } from '../types';
import { checkValues } from './read/policies';

const comparison = /^\s*(?:[<>]=?|==|!=|≤|≥)\s*-?[\d.]/;
const timeRange = /^\s*\d{1,2}:\d{2}\s*(?:-|–|to)\s*\d{1,2}:\d{2}\s*$/;
const numberRange = /^\s*\d+\s*(?:\.\.|–)\s*\d+\s*$/;

/** There is no operator for numbers, times or ranges. */
export const numericCompare: ObjectRule = {
  code: 'MW2008',
  severity: 'error',
  summary: 'Values are texts: no numbers are compared, no times, no ranges',
  aliases: ['SEG-NUMERIC-COMPARE'],
  check: context =>
    checkValues(context, ({ field, value, negated }) =>
      [comparison, timeRange, numberRange].some(shape => shape.test(value))
        ? `'${value}' of \`${field}\` is compared letter by letter: the condition is always ${
            negated ? 'true' : 'false'
          }. Leave limits and times to the service or to an external authorizer (CUSTOM).`
        : undefined,
    ),
};
