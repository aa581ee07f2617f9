import { isTemplate } from '../../evaluate/matchPath';
import type { ObjectRule } from '../types';
import { checkValues } from './read/policies';

/** Fields whose values know no wildcard in the way that others do. */
const others = new Set(['namespaces', 'source.namespace', 'ports']);

/** A star means something at one end of a value only. */
export const doubleStar: ObjectRule = {
  code: 'MW2007',
  severity: 'error',
  summary: 'A wildcard stands at one end of a value only',
  aliases: ['SEG-DOUBLE-STAR'],
  check: context =>
    checkValues(context, ({ field, value }) => {
      if (others.has(field) || !value.includes('*') || value === '*') {
        return undefined;
      }
      if (field === 'paths' && isTemplate(value)) return undefined;
      const literal = value.startsWith('*')
        ? value.slice(1)
        : value.replace(/\*$/, '');
      return literal.includes('*')
        ? `'${value}' in \`${field}\` is not "contains": a star is a wildcard only as the first or else as the last character, the other ones are compared as they stand. Use a prefix, a suffix or exact values.`
        : undefined;
    }),
};
